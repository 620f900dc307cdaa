package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.testing.Programs;
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
    void whatWasAcknowledgedIsThereAfterAKillAndAfterAStop() throws IOException, InterruptedException {
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
            Programs.Ended other =
                    Programs.run(scratch, "serve", "--dir", dir, "--listen", "127.0.0.1:0", "--admin", "none");
            assertEquals(6, other.status());
            assertTrue(
                    other.err()
                            .startsWith("metash: a service runs on this folder already\n  where  " + dir
                                    + "\n  why    process " + second.process().pid() + " (java) holds its lock\n"),
                    other.err());
            Programs.Ended ended = second.terminate();
            assertEquals(143, ended.status(), ended.err());
            assertEquals("Ctrl-C ends it; what was acknowledged is kept\n", ended.err());
        }
        try (Service third = Service.start(scratch, "--dir", dir);
                MetaClient client = client(third)) {
            assertEquals(2, client.get(KEY).seq());
        }
    }

    @Test
    void aPreviewOfABackupIsWrittenToWithoutTouchingTheBackup() throws IOException, InterruptedException {
        Path backup = Files.copy(TestData.file("real/rich-snap.export.ndjson"), scratch.resolve("backup.ndjson"));
        byte[] before = Files.readAllBytes(backup);
        try (Service service = Service.start(scratch, "--from", backup.toString());
                MetaClient client = client(service)) {
            assertTrue(client.status().lastSeq() > 0);
            client.upsert(KEY, Bytes.utf8("v"), null);
            assertEquals(Bytes.utf8("v"), client.get(KEY).data());
            // Nobody is sent to the nodes that the backup was made of.
            assertEquals(List.of(""), client.members());
            assertEquals(143, service.terminate().status());
        }
        assertEquals(new String(before), Files.readString(backup));
        try (var left = Files.list(io.metash.session.CacheFolder.ofUser().scratch())) {
            assertEquals(
                    List.of(),
                    left.filter(f -> f.getFileName().toString().startsWith("metash-serve-"))
                            .toList());
        }
    }

    @Test
    void aSessionOnAServiceOfItsOwn() throws IOException, InterruptedException {
        Path backup = Files.copy(TestData.file("real/rich-snap.export.ndjson"), scratch.resolve("backup.ndjson"));
        Programs.Ended ended = Programs.run(
                scratch,
                "-c",
                "connect embedded; rw on; upsert --key a/b --value c; get a/b; ls;"
                        + " connect embedded --from " + backup + " as preview; get __fd_id_gen/table_id; rw on;"
                        + " delete __fd_id_gen/table_id; sessions -o raw; disconnect preview; get a/b");
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().contains("a/"), ended.out());
        assertTrue(ended.out().contains("embedded"), ended.out());
        assertEquals(Files.readString(TestData.file("real/rich-snap.export.ndjson")), Files.readString(backup));
        Programs.Ended wrong = Programs.run(scratch, "-c", "connect " + backup + " --from " + backup);
        assertEquals(2, wrong.status());
        assertEquals(
                "metash: --from goes with the embedded service\n  next   connect embedded --from " + backup + "\n",
                wrong.err().replaceAll("(?m)^(  where |metash: stopped ).*\n", ""));
    }

    private void refused(int status, String text, String... arguments) throws IOException, InterruptedException {
        Programs.Ended ended = Programs.run(scratch, arguments);
        assertEquals(text, ended.err());
        assertEquals(status, ended.status());
        assertEquals("", ended.out());
    }

    @Test
    void refuses() throws IOException, InterruptedException {
        Path raft = scratch.resolve("raft");
        String file = TestData.file("real/rich.export.ndjson").toString();
        assertEquals(
                0,
                Programs.run(scratch, "import", "--raft-dir", raft.toString(), "--db", file)
                        .status());
        var before = Stores.tree(raft);
        refused(
                6,
                "metash: this is a Raft directory, which an embedded service does not write to\n  where  " + raft
                        + "\n  next   serve --from " + raft + " serves a copy of it\n",
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
                            + "  next   serve --listen 127.0.0.1:PORT with a free port; 0 picks one\n",
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
                "metash: there is nothing to serve\n"
                        + "  next   serve --dir DIR, or serve --from BACKUP for a copy that goes when it ends\n",
                "serve");
        assertFalse(Files.exists(scratch.resolve("new/df_meta")));
    }
}
