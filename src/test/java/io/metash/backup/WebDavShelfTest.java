package io.metash.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Program;
import io.metash.testing.StorageServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of backups on a WebDAV server, by the program as users run it: a storage without parts and conditional
 * writes.
 */
class WebDavShelfTest {
    private static final String SAMPLE =
            Path.of("src/examples/sample.ndjson").toAbsolutePath().toString();

    @TempDir
    Path scratch;

    private Program metash;

    private String ok(String... arguments) throws IOException, InterruptedException {
        assertEquals(0, metash.run(arguments), metash.err());
        return metash.out().strip();
    }

    private void settings(int port, String password) throws IOException {
        Path file =
                Files.createDirectories(scratch.resolve(".xdg-config/metash")).resolve("metash.toml");
        Files.writeString(
                file,
                """
                [shelves.dav]
                url = "webdav://files.example"
                endpoint = "http://127.0.0.1:%d"
                username = "metash"
                password = "%s"
                """
                        .formatted(port, password));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void backupsAreMadeListedVerifiedPrunedAndImported() throws IOException, InterruptedException {
        metash = new Program(scratch);
        String shelf = "webdav://files.example/meta/prod";
        try (StorageServer server = StorageServer.webDav(Files.createDirectory(scratch.resolve("server")))) {
            settings(server.port(), StorageServer.SECRET);
            ok("import", "--raft-dir", "raft", "--db", SAMPLE);
            assertEquals("", ok("backups", shelf, "--quick", "-o", "raw"));
            String first = ok("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", shelf);
            String second = ok("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", shelf, "--pack", "zst");
            assertEquals(2, ok("backups", shelf, "-o", "raw").lines().count());
            assertEquals(
                    second + ": proved",
                    ok("verify", "--require-proof", second).lines().findFirst().orElse(""));
            assertTrue(ok("inspect", second).contains("V004"), metash.out());
            assertEquals(0, metash.run("diff", first, "raft"), metash.err());
            assertEquals(
                    71,
                    ok("-c", "connect " + first + " as b; ls -r -o raw").lines().count());
            ok("backups", "prune", shelf, "--keep-daily", "1", "--yes-i-mean", "prod");
            List<String> left = names(server.root().resolve("meta/prod"));
            assertEquals(2, left.size(), left.toString());
            assertEquals(left.get(0) + ".manifest", left.get(1));
            ok("import", "--raft-dir", "again", "--db", shelf + "/" + left.get(0));
            assertTrue(metash.err().contains("complete: proved by its manifest"), metash.err());
            settings(server.port(), "wrong");
            assertEquals(5, metash.run("backups", shelf));
            assertEquals(
                    "metash: the storage rejects the credentials",
                    metash.err().lines().findFirst().orElse(""));
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
