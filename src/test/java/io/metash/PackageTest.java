package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Processes;
import io.metash.testing.RunResult;
import io.metash.testing.StorageServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The self-contained package, unpacked elsewhere and run where no Java is installed. */
@Tag("slow")
class PackageTest {
    @TempDir
    Path scratch;

    /** With an empty environment, a PATH without Java, and the archive required at start. */
    private String carried(Path tree, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "-i",
                "PATH=" + Files.createDirectories(scratch.resolve("tools")),
                "METASH_JAVA_OPTIONS=-Xshare:on",
                "/bin/bash",
                tree.resolve("bin/metash").toString()));
        command.addAll(List.of(arguments));
        return Processes.ok(command);
    }

    @Test
    void onePackageFileIsEnough() throws IOException, InterruptedException {
        Path sample = Path.of("src/examples/sample.ndjson").toAbsolutePath();
        String output = Processes.ok(List.of("scripts/package", scratch.toString()));
        assertTrue(output.contains(" MB packed, "), output);
        Path file = Path.of(output.substring(0, output.indexOf(": ")));
        Path elsewhere = Files.createDirectory(scratch.resolve("a b"));
        Processes.ok(List.of("tar", "-C", elsewhere.toString(), "-xzf", file.toString()));
        Path tree = elsewhere.resolve(file.getFileName().toString().replace(".tar.gz", ""));
        for (String tool : List.of("readlink", "stat")) {
            Files.createSymbolicLink(
                    Files.createDirectories(scratch.resolve("tools")).resolve(tool), Path.of("/usr/bin/" + tool));
        }

        assertTrue(carried(tree, "--version").matches("metash [0-9][^ ]*\n"));
        assertTrue(carried(tree, "--help").startsWith("metash: inspect"));
        String raft = scratch.resolve("raft").toString();
        carried(tree, "import", "--raft-dir", raft, "--db", sample.toString());
        assertEquals(Files.readString(sample), carried(tree, "export", "--raft-dir", raft));
        carried(
                tree,
                "export",
                "--raft-dir",
                raft,
                "--db",
                scratch.resolve("b.ndjson.zst").toString());
        assertTrue(carried(tree, "-c", "connect '" + raft + "'; ls").contains("__fd_database/"));
        // Rows out of order need the sorter, whose native library must be in the package.
        List<String> lines = new ArrayList<>(Files.readAllLines(sample));
        lines.add(lines.size() - 5, lines.remove(lines.size() - 1));
        Path mixed = Files.write(scratch.resolve("mixed.ndjson"), lines);
        carried(tree, "import", "--raft-dir", scratch + "/sorted", "--db", mixed.toString());
        assertEquals(Files.readString(sample), carried(tree, "export", "--raft-dir", scratch + "/sorted"));
    }

    private Path unpacked(String output) throws IOException, InterruptedException {
        Path file = Path.of(output.substring(0, output.indexOf(": ")));
        Processes.ok(List.of("tar", "-C", scratch.toString(), "-xzf", file.toString()));
        return scratch.resolve(file.getFileName().toString().replace(".tar.gz", ""));
    }

    private List<String> backup(Path tree) {
        return List.of(
                "env",
                "-i",
                "PATH=/usr/bin:/bin",
                "XDG_CONFIG_HOME=" + scratch.resolve("config"),
                tree.resolve("bin/metash").toString(),
                "backup",
                "--raft-dir",
                scratch.resolve("raft").toString(),
                "--cluster",
                "prod",
                "--to",
                "s3://shelf/prod");
    }

    /** The usual package refers to the other one, which writes backups to object storage. */
    @Test
    void objectStorageIsASeparatePackage() throws IOException, InterruptedException {
        Path usual = unpacked(Processes.ok(List.of("scripts/package", scratch.toString())));
        Path whole = unpacked(Processes.ok(List.of("scripts/package", "--with-object-storage", scratch.toString())));
        assertEquals(usual + "-object-storage", whole.toString());
        carried(
                usual,
                "import",
                "--raft-dir",
                scratch.resolve("raft").toString(),
                "--db",
                Path.of("src/examples/sample.ndjson").toAbsolutePath().toString());
        try (StorageServer server = StorageServer.s3(Files.createDirectory(scratch.resolve("server")), "shelf")) {
            Path settings =
                    Files.createDirectories(scratch.resolve("config/metash")).resolve("metash.toml");
            Files.writeString(
                    settings,
                    """
                    [shelves.test]
                    url = "s3://shelf"
                    endpoint = "http://127.0.0.1:%d"
                    region = "us-east-1"
                    access_key_id = "%s"
                    secret_access_key = "%s"
                    """
                            .formatted(server.port(), StorageServer.IDENTITY, StorageServer.SECRET));
            Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
            assertTrue(Processes.ok(backup(whole)).startsWith("s3://shelf/prod/prod-"));
            RunResult refused = Processes.run(backup(usual));
            assertEquals(7, refused.status());
            assertEquals(
                    """
                    metash: this package of metash has no object storage
                      where  s3://shelf/prod
                      why    the library for it (Apache OpenDAL, 17 MB packed) is part of another package
                      next   use metash-VERSION-linux-ARCH-object-storage.tar.gz, which scripts/package --with-object-storage makes
                    """,
                    refused.err());
        }
    }
}
