package io.metash.command.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.client.Address;
import io.metash.client.AdminClient;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.command.CommandRun;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.testing.Certificate;
import io.metash.testing.Programs;
import io.metash.testing.RunResult;
import io.metash.testing.Service;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service from the command line. */
class ServeTest {
    @TempDir
    Path scratch;

    private static MetaClient client(Service service) {
        return new MetaClient(List.of(new Address("127.0.0.1", service.port())), ClientOptions.STANDARD, Cancel::new);
    }

    private static final Bytes KEY = Bytes.utf8("a/key");

    @Test
    void acknowledgedWritesSurviveAKillAndAStop() throws IOException, InterruptedException {
        String dir = scratch.resolve("dir").toString();
        try (Service first = Service.start(scratch, "--dir", dir);
                MetaClient client = client(first)) {
            client.upsert(KEY, Bytes.utf8("one"), null);
            first.kill();
        }
        try (Service second = Service.start(scratch, "--dir", dir);
                MetaClient client = client(second)) {
            assertEquals(Bytes.utf8("one"), client.get(KEY).data());
            assertEquals(2, client.upsert(KEY, Bytes.utf8("two"), null).after().seq());
            RunResult other = Programs.run("serve", "--dir", dir, "--listen", "127.0.0.1:0", "--admin", "none");
            assertEquals(6, other.status());
            assertTrue(
                    other.err()
                            .startsWith("metash: a service is already running on this directory\n  where  " + dir
                                    + "\n  why    process " + second.process().pid() + " (java) holds its lock\n"),
                    other.err());
            RunResult ended = second.terminate();
            assertEquals(143, ended.status(), ended.err());
            assertEquals("Ctrl-C ends it; acknowledged writes are kept\n", ended.err());
        }
        try (Service third = Service.start(scratch, "--dir", dir);
                MetaClient client = client(third)) {
            assertEquals(2, client.get(KEY).seq());
        }
    }

    /** The log of databend-meta at its first start, and the entries of the next start. */
    @Test
    void aNamedNodeRegistersAtEachStart() throws IOException, InterruptedException {
        String dir = scratch.resolve("dir").toString();
        String first;
        try (Service service = Service.start(scratch, "--dir", dir, "--node", "1=localhost:28103")) {
            first = export(service);
            assertEquals(
                    """
                    ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
                    ["raft_log",{"NodeId":1}]
                    ["raft_log",{"Vote":{"leader_id":{"term":1,"node_id":1},"committed":true}}]
                    ["raft_log",{"Committed":{"leader_id":{"term":1,"node_id":1},"index":4}}]
                    ["raft_log",{"Purged":null}]
                    ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":0,"node_id":1},"index":0},"payload":\
                    {"Membership":{"configs":[[1]],"nodes":{"1":{}}}}}}]
                    ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":1},"payload":"Blank"}}]
                    ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":2},"payload":\
                    {"Normal":{"time_ms":TIME,"cmd":{"AddNode":{"node_id":1,"node":{"name":"1","endpoint":\
                    {"addr":"localhost","port":28103},"grpc_api_advertise_address":null},"overriding":false}}}}}}]
                    ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":3},"payload":\
                    {"Membership":{"configs":[[1]],"nodes":{"1":{}}}}}}]
                    ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":4},"payload":\
                    {"Normal":{"time_ms":TIME,"cmd":{"AddNode":{"node_id":1,"node":{"name":"1","endpoint":\
                    {"addr":"localhost","port":28103},"grpc_api_advertise_address":null},"overriding":true}}}}}}]
                    """,
                    first);
        }
        try (Service service = Service.start(scratch, "--dir", dir, "--node", "1=other:28203")) {
            assertEquals(
                    first.replace("\"index\":4}}]", "\"index\":5}}]")
                            + first.lines()
                                    .reduce((before, last) -> last)
                                    .orElseThrow()
                                    .replace("\"index\":4", "\"index\":5")
                                    .replace("localhost\",\"port\":28103", "other\",\"port\":28203")
                            + "\n",
                    export(service));
        }
        RunResult other = Programs.run("serve", "--dir", dir, "--node", "2=localhost:28103", "--admin", "none");
        assertEquals(6, other.status());
        assertEquals(
                "metash: the store belongs to node 1, not to node 2\n  where  " + dir
                        + "\n  next   metash serve --node 1=localhost:28103\n",
                other.err());
        RunResult malformed = Programs.run("serve", "--dir", dir, "--node", "1");
        assertEquals(2, malformed.status());
        assertEquals(
                """
                metash: --node 1 is not a node
                  why    expected exactly one '='
                  next   metash serve --dir DIR --node 1=localhost:28103
                """,
                malformed.err());
    }

    private static String export(Service service) throws IOException, InterruptedException {
        RunResult exported = Programs.run("export", "--grpc-api-address", "127.0.0.1:" + service.port());
        assertEquals(0, exported.status(), exported.err());
        return exported.out().replaceAll("\"time_ms\":[0-9]+", "\"time_ms\":TIME");
    }

    @Test
    void writesToAPreviewDoNotChangeTheBackup() throws IOException, InterruptedException {
        Path backup = Files.copy(TestData.file("real/rich-snap.export.ndjson"), scratch.resolve("backup.ndjson"));
        byte[] before = Files.readAllBytes(backup);
        String directory;
        try (Service service = Service.start(scratch, "--from", backup.toString());
                MetaClient client = client(service)) {
            directory = "metash-serve-" + service.pid() + "-";
            assertTrue(client.status().lastSeq() > 0);
            client.upsert(KEY, Bytes.utf8("v"), null);
            assertEquals(Bytes.utf8("v"), client.get(KEY).data());
            // No client is redirected to the nodes of the backup.
            assertEquals(List.of(""), client.members());
            assertEquals(143, service.terminate().status());
        }
        assertEquals(new String(before), Files.readString(backup));
        try (var left = Files.list(io.metash.session.CacheDirectory.ofUser().scratch())) {
            assertEquals(
                    List.of(),
                    left.filter(f -> f.getFileName().toString().startsWith(directory))
                            .toList());
        }
    }

    @Test
    void connectEmbeddedStartsAService() throws IOException, InterruptedException {
        Path backup = Files.copy(TestData.file("real/rich-snap.export.ndjson"), scratch.resolve("backup.ndjson"));
        RunResult ended = Programs.run(
                "-c",
                "connect embedded; rw on; upsert --key a/b --value c; get a/b; ls;"
                        + " connect embedded --from " + backup + " as preview; get __fd_id_gen/table_id; rw on;"
                        + " delete __fd_id_gen/table_id; sessions -o raw; disconnect preview; get a/b");
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().contains("a/"), ended.out());
        assertTrue(ended.out().contains("embedded"), ended.out());
        assertEquals(Files.readString(TestData.file("real/rich-snap.export.ndjson")), Files.readString(backup));
        RunResult wrong = Programs.run("-c", "connect " + backup + " --from " + backup);
        assertEquals(2, wrong.status());
        assertEquals(
                "metash: --from requires 'embedded'\n  next   connect embedded --from " + backup + "\n",
                wrong.err().replaceAll("(?m)^(  where |metash: stopped ).*\n", ""));
    }

    /** All steps as a user types them: a self-made certificate, the service, accepted and refused clients. */
    @Test
    void servesOverTls() throws IOException, InterruptedException {
        Certificate own = Certificate.of("meta.example", scratch, "own");
        Certificate other = Certificate.of("meta.example", scratch, "other");
        String dir = scratch.resolve("dir").toString();
        try (Service service = Service.start(
                scratch,
                "--dir",
                dir,
                "--tls-cert",
                own.chain().toString(),
                "--tls-key",
                own.key().toString())) {
            String at = "connect " + service.address() + " as it";
            String trusted = " --tls --tls-ca " + own.authority() + " --tls-domain meta.example";
            RunResult good = Programs.run(
                    "-c", at + trusted + "; rw on; upsert a/b c -o raw; get --json a/b; export; watch a/ --count 1");
            assertEquals(0, good.status(), good.err());
            assertTrue(good.out().contains("\"encoding\":\"text\",\"value\":\"c\"}"), good.out());
            assertTrue(good.out().contains("there    a/b  seq 1  at "), good.out());
            RunResult oneShot = Programs.run(
                    "get",
                    "--key",
                    "a/b",
                    "--grpc-api-address",
                    service.address(),
                    "--tls-ca",
                    own.authority().toString(),
                    "--tls-domain",
                    "meta.example");
            assertEquals(0, oneShot.status(), oneShot.err());
            assertTrue(oneShot.out().endsWith("\"data\":[99]}\n"), oneShot.out());
            String fails = "metash: TLS with the meta service fails\n  where  " + service.address() + "\n  why    ";
            notConnected(
                    fails
                            + "its certificate is not trusted: unable to find valid certification path to requested"
                            + " target\n"
                            + "  next   --tls-ca FILE, with the certificates to trust\n",
                    at + " --tls-ca " + other.authority() + " --tls-domain meta.example");
            notConnected(
                    fails + "No subject alternative DNS name matching other.example found.\n"
                            + "  next   --tls-domain NAME, with the name in its certificate" + "\n",
                    at + " --tls-ca " + own.authority() + " --tls-domain other.example");
            notConnected(
                    fails + "No subject alternative names matching IP address 127.0.0.1 found\n"
                            + "  next   --tls-domain NAME, with the name in its certificate" + "\n",
                    at + " --tls-ca " + own.authority());
            notConnected(
                    "metash: the meta service closed the connection\n  where  " + service.address()
                            + "\n"
                            + "  why    It closed the connection before the handshake, as a service that requires TLS"
                            + " does.\n"
                            + "  next   add --tls, or --tls-ca FILE\n",
                    at);
        }
    }

    /** Problems for clients are reported at the start of the service, and no directory remains. */
    @Test
    void invalidCertificatesAreRefused() throws IOException, InterruptedException {
        Certificate own = Certificate.of("meta.example", scratch, "own");
        Certificate other = Certificate.of("meta.example", scratch, "other", "-1H", "EC");
        String missing = scratch.resolve("missing").toString();
        Path old = Files.writeString(
                scratch.resolve("old.key"), Files.readString(own.key()).replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        notServed(
                2,
                "metash: TLS needs both the certificate and its key\n  next   serve --tls-cert FILE --tls-key FILE\n",
                "--tls-cert",
                own.chain().toString());
        notServed(
                7,
                "metash: the file cannot be read\n  where  " + missing + "\n",
                "--tls-cert",
                own.chain().toString(),
                "--tls-key",
                missing);
        notServed(
                2,
                "metash: not a certificate\n  where  " + own.key()
                        + "\n"
                        + "  why    Expected a PEM chain of -----BEGIN CERTIFICATE----- blocks, the service's own"
                        + " first.\n",
                "--tls-cert",
                own.key().toString(),
                "--tls-key",
                own.key().toString());
        notServed(
                2,
                "metash: not a private key\n  where  " + own.chain()
                        + "\n  why    Expected PEM that starts with -----BEGIN PRIVATE KEY-----.\n",
                "--tls-cert",
                own.chain().toString(),
                "--tls-key",
                own.chain().toString());
        notServed(
                2,
                "metash: the private key does not match the certificate\n  where  " + other.key()
                        + "\n  why    Its signatures cannot be verified with " + own.chain() + ".\n"
                        + "  next   serve --tls-cert FILE --tls-key FILE with a matching pair\n",
                "--tls-cert",
                own.chain().toString(),
                "--tls-key",
                other.key().toString());
        notServed(
                2,
                "metash: unsupported form of private key\n  where  " + old
                        + "\n  why    It begins with -----BEGIN RSA PRIVATE KEY-----, which is not PKCS#8, or needs a"
                        + " password.\n  next   openssl pkcs8 -topk8 -nodes -in " + old + " -out NEW-FILE\n",
                "--tls-cert",
                own.chain().toString(),
                "--tls-key",
                old.toString());
    }

    private static void notConnected(String text, String line) throws IOException {
        CommandRun run = new CommandRun().onRealPlaces();
        assertEquals(5, run.status(line), run.err());
        assertEquals(text, run.err());
        run.context().close();
    }

    private void notServed(int status, String text, String... tls) throws IOException {
        CommandRun run = new CommandRun().onRealPlaces();
        String dir = scratch.resolve("never").toString();
        assertEquals(
                status,
                run.status("serve --listen 127.0.0.1:0 --admin none --dir " + dir + " " + String.join(" ", tls)),
                run.err());
        assertEquals(text, run.err());
        run.context().close();
        assertFalse(Files.exists(scratch.resolve("never/rows")));
    }

    private void refused(int status, String text, String... arguments) throws IOException, InterruptedException {
        RunResult ended = Programs.run(arguments);
        assertEquals(text, ended.err());
        assertEquals(status, ended.status());
        assertEquals("", ended.out());
    }

    @Test
    void invalidOptionsAreRefused() throws IOException, InterruptedException {
        Path raft = scratch.resolve("raft");
        String file = TestData.file("real/rich.export.ndjson").toString();
        assertEquals(
                0,
                Programs.run("import", "--raft-dir", raft.toString(), "--db", file)
                        .status());
        var before = Stores.tree(raft);
        refused(
                6,
                "metash: this is a Raft directory, which an embedded service does not write to\n  where  " + raft
                        + "\n  next   metash serve --from " + raft + " serves a copy of it\n",
                "serve",
                "--dir",
                raft.toString(),
                "--listen",
                "127.0.0.1:0",
                "--admin",
                "none");
        assertEquals(before, Stores.tree(raft));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String at = "127.0.0.1:" + taken.getLocalPort();
            refused(
                    7,
                    "metash: cannot listen\n  where  " + at + "\n  why    Address already in use\n"
                            + "  next   metash serve --listen 127.0.0.1:PORT with a free port; 0 picks one\n",
                    "serve",
                    "--dir",
                    scratch.resolve("new").toString(),
                    "--listen",
                    at,
                    "--admin",
                    "none");
        }
        refused(
                2,
                "metash: serve needs --dir or --from\n"
                        + "  next   metash serve --dir DIR, or metash serve --from BACKUP for a temporary copy\n",
                "serve");
        assertFalse(Files.exists(scratch.resolve("new/df_meta")));
    }

    @Test
    void reportsThatASnapshotCannotBeMade() throws IOException, InterruptedException {
        Path dir = scratch.resolve("dir");
        try (Service service = Service.start(scratch, "--dir", dir.toString());
                MetaClient client = client(service)) {
            client.upsert(KEY, Bytes.utf8("one"), null);
            Path directory = dir.resolve("snapshot");
            Files.delete(directory);
            AdminClient admin = new AdminClient(new Address("127.0.0.1", service.adminPort()), 60_000, Cancel::new);
            admin.triggerSnapshot();
            service.awaitErr("note: no snapshot could be made");
            assertEquals(Bytes.utf8("one"), client.get(KEY).data());
            assertEquals(
                    "Ctrl-C ends it; acknowledged writes are kept\nnote: no snapshot could be made, the log is kept:"
                            + " no such file: " + directory + "\n",
                    service.terminate().err());
        }
    }
}
