package io.metash.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Program;
import io.metash.testing.StorageServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty secrets in settings and environment, for six kinds of storage: nothing that metash writes contains one of
 * them.
 */
class PlantedCredentialsTest {
    private static final Map<String, List<String>> OPTIONS = new TreeMap<>(Map.of(
            "s3://shelf", List.of("access_key_id", "secret_access_key", "session_token", "external_id"),
            "azblob://shelf", List.of("account_key", "encryption_key"),
            "gs://shelf", List.of("token"),
            "oss://shelf", List.of("access_key_id", "access_key_secret", "security_token"),
            "cos://shelf", List.of("secret_id", "secret_key", "security_token"),
            "webdav://shelf", List.of("password")));

    private static final List<String> VARIABLES = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AZURE_STORAGE_ACCOUNT_KEY",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "TENCENTCLOUD_SECRET_KEY");

    private static final String PLANTED = "cGxhbnRlZC1zZWNyZXQt";

    @TempDir
    Path scratch;

    private int planted;

    /** A secret in base64, as some settings require. */
    private String secret() {
        planted++;
        return PLANTED + (char) ('A' + planted) + "AA=";
    }

    private String settings(int s3Port) {
        StringBuilder text = new StringBuilder();
        OPTIONS.forEach((url, keys) -> {
            String kind = url.substring(0, url.indexOf(':'));
            boolean s3 = kind.equals("s3");
            text.append("[shelves.").append(kind).append("]\n");
            text.append("url = \"").append(url).append("\"\n");
            text.append("endpoint = \"http://localhost:")
                    .append(s3 ? s3Port : 1)
                    .append("\"\n");
            text.append(s3 ? "region = \"us-east-1\"\n" : "");
            text.append(kind.equals("azblob") ? "account_name = \"account\"\n" : "");
            text.append(kind.equals("webdav") ? "username = \"user\"\n" : "");
            keys.forEach(
                    key -> text.append(key).append(" = \"").append(secret()).append("\"\n"));
        });
        return text.toString();
    }

    @Test
    void noWrittenFileContainsASecret() throws IOException, InterruptedException {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Program program = new Program(home).waitingFor(300);
        for (String variable : VARIABLES) {
            program.with(variable, secret());
        }
        Path settings =
                Files.createDirectories(home.resolve(".xdg-config/metash")).resolve("metash.toml");
        StringBuilder seen = new StringBuilder();
        String sample = Path.of("src/examples/sample.ndjson").toAbsolutePath().toString();
        assertEquals(0, program.run("import", "--raft-dir", "raft", "--db", sample), program.err());
        try (StorageServer server = StorageServer.s3(Files.createDirectory(scratch.resolve("server")), "shelf")) {
            Files.writeString(settings, settings(server.port()));
            Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
            assertEquals(20, planted);
            for (String shelf : OPTIONS.keySet()) {
                for (List<String> words : commands(shelf + "/p")) {
                    int status = program.run(words.toArray(String[]::new));
                    assertTrue(status != 0 && status != 70, words + ": " + status + program.err());
                    seen.append(program.out()).append(program.err());
                }
            }
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.equals(settings)) {
                    seen.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertEquals(-1, seen.indexOf(PLANTED), seen.toString());
        assertTrue(seen.length() > 5_000, seen.toString());
    }

    /**
     * Commands that succeed with a secret: backups, manifests, plans, metrics, reports and recordings do not contain
     * it.
     */
    @Test
    void noCommandOutputContainsAGivenSecret() throws IOException, InterruptedException {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Program program = new Program(home).waitingFor(300);
        Path settings =
                Files.createDirectories(home.resolve(".xdg-config/metash")).resolve("metash.toml");
        String sample = Path.of("src/examples/sample.ndjson").toAbsolutePath().toString();
        StringBuilder seen = new StringBuilder();
        assertEquals(0, program.run("import", "--raft-dir", "raft", "--db", sample), program.err());
        Path root = Files.createDirectory(scratch.resolve("server"));
        try (StorageServer server = StorageServer.s3(root, "shelf")) {
            Files.writeString(
                    settings,
                    """
                    [shelves.s3]
                    url = "s3://shelf"
                    endpoint = "http://127.0.0.1:%d"
                    region = "us-east-1"
                    access_key_id = "%s"
                    secret_access_key = "%s"
                    disable_ec2_metadata = true
                    """
                            .formatted(server.port(), StorageServer.IDENTITY, StorageServer.SECRET));
            Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
            String backup = "--debug backup --raft-dir raft --cluster p --to s3://shelf/p --metrics m.prom";
            assertEquals(0, program.run(backup.split(" ")), program.err());
            seen.append(program.out()).append(program.err());
            String url = program.out().strip();
            for (String line : List.of(
                    "--log json " + backup,
                    "--log json backups check s3://shelf/p --metrics n.prom -o json",
                    "--log json backups check s3://shelf/none",
                    "init-cluster --db URL --node 1=127.0.0.1:29103=c1 --dry-run",
                    "init-cluster --db URL --node 1=127.0.0.1:29103=c1")) {
                program.run(line.replace("URL", url).split(" "));
                seen.append(program.out()).append(program.err());
            }
            for (String line : List.of(
                    "try verify URL --metrics v.prom -o json; try doctor URL; try inspect URL -o json; try report URL"
                            + " --html page.html; try redact URL --output shared.ndjson; try diff URL raft -o json",
                    "connect URL as s; status; scan; config --origin; at 3; sessions; report; history",
                    "backups prune s3://shelf/p --keep-daily 1 --yes-i-mean p --metrics p.prom")) {
                program.run("--debug", "--record", "rec" + line.length(), "-c", line.replace("URL", url));
                seen.append(program.out()).append(program.err());
            }
        }
        for (Path directory : List.of(home, root.resolve("s3"))) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.equals(settings)) {
                        assertFalse(
                                Files.readString(file, StandardCharsets.ISO_8859_1)
                                        .contains(StorageServer.SECRET),
                                file.toString());
                        seen.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
        assertEquals(-1, seen.indexOf(StorageServer.SECRET));
        for (String made :
                List.of("metash_backup", "\"event\":\"end\"", "<!doctype html>", "\"sha256\"", "# recorded ")) {
            assertTrue(seen.indexOf(made) >= 0, made);
        }
    }

    /** Without a listener each attempt uses all retries, so one command is enough. */
    private static List<List<String>> commands(String shelf) {
        if (!shelf.startsWith("s3:")) {
            return List.of(List.of("--debug", "backups", shelf, "--quick"));
        }
        return List.of(
                List.of(
                        "--debug",
                        "backup",
                        "--raft-dir",
                        "raft",
                        "--cluster",
                        "p",
                        "--to",
                        shelf,
                        "--metrics",
                        "m.prom"),
                List.of("--log", "json", "backups", "check", shelf, "--metrics", "n.prom"),
                List.of("--debug", "-c", "config --origin; connect " + shelf + "/x.ndjson"));
    }
}
