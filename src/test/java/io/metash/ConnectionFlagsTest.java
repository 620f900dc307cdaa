package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.server.Credentials;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import io.metash.testing.Certificate;
import io.metash.testing.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** metactl's connection flags, against services with passwords and without. */
class ConnectionFlagsTest {
    private static final String SECRET = "s3cr3t pass";

    @TempDir
    Path scratch;

    private String out;
    private String err;

    private int metash(String... arguments) {
        RunResult result = InProcess.run(arguments);
        out = result.out();
        err = result.err();
        assertFalse((out + err).contains(SECRET), out + err);
        return result.status();
    }

    private EmbeddedService service(Credentials auth) throws IOException {
        Path dir = Files.createTempDirectory(scratch, "service").resolve("data");
        return EmbeddedService.start(ServiceOptions.local(dir).withAuth(auth));
    }

    private static String address(EmbeddedService service) {
        return "127.0.0.1:" + service.port();
    }

    private Path secret(String content) throws IOException {
        Path file = Files.createTempFile(scratch, "password", "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(file, content);
    }

    private static Credentials credentials(boolean strict) {
        return new Credentials(Map.of("root", SECRET, "bob", "other"), strict);
    }

    private int get(EmbeddedService service, String... flags) {
        List<String> words = new ArrayList<>(List.of("get", "--grpc-api-address", address(service), "--key", "k"));
        words.addAll(List.of(flags));
        return metash(words.toArray(new String[0]));
    }

    @Test
    void aStrictServiceRequiresTheRightPassword() throws IOException {
        String right = secret(SECRET + "\n").toString();
        String wrong = secret("wrong").toString();
        try (EmbeddedService service = service(credentials(true))) {
            assertEquals(0, get(service, "--password-file", right), err);
            assertEquals("null\n", out);
            assertEquals(0, get(service, "--user=root", "--password-file=" + right), err);
            assertEquals(
                    0,
                    get(
                            service,
                            "--user",
                            "bob",
                            "--password-file",
                            secret("other\r\n").toString()),
                    err);
            for (String[] flags :
                    new String[][] {{}, {"--password-file", wrong}, {"--user", "bob", "--password-file", right}}) {
                assertEquals(5, get(service, flags));
                assertEquals("", out);
                assertEquals(
                        "metash: the meta service denies access\n  where  " + address(service)
                                + "\n  why    Invalid password\n  next   check --user and --password-file\n",
                        err);
            }
            assertEquals(5, get(service, "--user", "eve", "--password-file", right));
            assertEquals(true, err.contains("Unknown user: eve"), err);
        }
    }

    @Test
    void aPermissiveServiceRefusesUnknownUsersOnly() throws IOException {
        try (EmbeddedService service = service(credentials(false))) {
            assertEquals(0, get(service), err);
            assertEquals(0, get(service, "--password-file", secret("wrong").toString()), err);
            assertEquals(0, get(service, "--user", "bob"), err);
            assertEquals(
                    5,
                    get(
                            service,
                            "--user",
                            "eve",
                            "--password-file",
                            secret(SECRET).toString()));
        }
    }

    @Test
    void anOlderServiceAcceptsAnyPasswordOfRoot() throws IOException {
        try (EmbeddedService service = service(Credentials.ANY_PASSWORD)) {
            assertEquals(0, get(service), err);
            assertEquals(
                    0,
                    get(
                            service,
                            "--user",
                            "root",
                            "--password-file",
                            secret("any").toString()),
                    err);
            assertEquals(5, get(service, "--user", "bob"));
        }
    }

    @Test
    void flagsMayPrecedeOrFollowTheCommand() throws IOException {
        String right = secret(SECRET).toString();
        try (EmbeddedService service = service(credentials(true))) {
            String at = address(service);
            assertEquals(
                    0,
                    metash(
                            "--user",
                            "root",
                            "--password-file",
                            right,
                            "upsert",
                            "--grpc-api-address",
                            at,
                            "--key",
                            "k",
                            "--value",
                            "v"),
                    err);
            assertEquals(
                    0,
                    metash("--password-file", right, "get", "--user", "root", "--grpc-api-address=" + at, "--key=k"),
                    err);
            assertEquals(0, metash("export", "--password-file", right, "--grpc-api-address", at, "--user=root"), err);
            for (String command : List.of("status", "member-list", "keys-layout")) {
                assertEquals(
                        0,
                        metash("--log-level", "DEBUG", "--password-file=" + right, command, "--grpc-api-address", at),
                        err);
            }
            String script = "print(metactl.to_string(metactl.new_grpc_client('" + at + "'):get('k').data))";
            assertEquals(0, metash("--password-file", right, "lua", "--script", script), err);
            assertEquals("\"v\"\n", out);
            assertEquals(
                    0,
                    metash("lua", "--script", "print((select(2, metactl.new_grpc_client('" + at + "'):get('k'))))"),
                    err);
            assertEquals(
                    "gRPC error: HandshakeError with databend-meta: Connection Failure; cause: tonic::status::Status:"
                            + " status: Unauthenticated, message: \"Invalid password\", details: [], metadata: MetadataMap"
                            + " { headers: {} }\n",
                    out);
        }
        // Commands that do not connect accept the flags too.
        assertEquals(0, metash("help", "get", "--user", "root", "--password-file", "none"), err);
        assertEquals(0, metash("--user", "root", "help", "get"), err);
        assertEquals(0, metash("lua", "--user", "root", "--script", "print(1)"), err);
    }

    @Test
    void tlsNeedsBothFlags() throws IOException, InterruptedException {
        Certificate certificate = Certificate.of("meta.example", scratch, "own");
        Path dir = scratch.resolve("tls");
        try (EmbeddedService service = EmbeddedService.start(ServiceOptions.local(dir)
                .withTls(certificate.chain(), certificate.key())
                .withAuth(credentials(true)))) {
            String ca = certificate.authority().toString();
            String password = secret(SECRET).toString();
            assertEquals(
                    0,
                    get(
                            service,
                            "--grpc-tls-ca-cert",
                            ca,
                            "--grpc-tls-domain-name",
                            "meta.example",
                            "--password-file",
                            password),
                    err);
            assertEquals("null\n", out);
            String[][] halves = {{"--grpc-tls-ca-cert", ca}, {"--grpc-tls-domain-name=meta.example"}};
            for (String[] half : halves) {
                assertEquals(2, get(service, half));
                assertEquals("metash: --grpc-tls-ca-cert and --grpc-tls-domain-name must be set together\n", err);
            }
            assertEquals(5, get(service, "--grpc-tls-ca-cert", ca, "--grpc-tls-domain-name", "other.example"));
        }
    }

    @Test
    void wrongFlagsAreRefused() throws IOException {
        try (EmbeddedService service = service(credentials(true))) {
            for (String empty : List.of("", "\n", "\r\n")) {
                Path file = secret(empty);
                assertEquals(2, get(service, "--password-file", file.toString()));
                assertEquals("metash: the password file is empty\n  where  " + file + "\n", err);
            }
            assertEquals(7, get(service, "--password-file", scratch + "/none"));
            assertEquals(2, get(service, "--user"));
            assertEquals(2, get(service, "--user", "a", "--user", "b"));
            assertEquals(2, metash("--user", "root", "-c", "echo 1"));
        }
        // One line end is stripped, a second one is not.
        try (EmbeddedService service = service(new Credentials(Map.of("root", SECRET + "\n"), true))) {
            assertEquals(
                    0, get(service, "--password-file", secret(SECRET + "\n\n").toString()), err);
        }
    }

    @Test
    void serveReadsItsUsersFromAFile() throws IOException {
        Path file = secret("strict = true\n[users]\nroot = \"" + SECRET + "\"\n\"a b\" = 'x'\n");
        assertEquals(
                0,
                metash(
                        "serve",
                        "--dir",
                        scratch + "/d",
                        "--listen",
                        "127.0.0.1:0",
                        "--admin",
                        "none",
                        "--for",
                        "1ms",
                        "--auth",
                        file.toString()),
                err);
        for (String bad :
                List.of("", "strict = 1", "[users]\nroot = \"\"\n", "users = 'x'", "[users]\na = '1'\na = '2'\n")) {
            assertEquals(
                    2,
                    metash(
                            "serve",
                            "--dir",
                            scratch + "/d",
                            "--auth",
                            secret(bad).toString()),
                    bad);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(6, metash("serve", "--dir", scratch + "/d", "--auth", file.toString()));
    }

    @Test
    void noOutputContainsAPassword() {
        ClientOptions options = ClientOptions.STANDARD.as("bob", SECRET);
        Failure failure = assertThrows(
                Failure.class, () -> new MetaClient(List.of(Address.parse("127.0.0.1:1")), options, Cancel::new)
                        .get(io.metash.record.Bytes.utf8("k")));
        assertFalse((failure + " " + failure.getCause() + options + credentials(true)).contains(SECRET));
    }
}
