package io.metash.command.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.client.WatchEvent;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.StateDirectory;
import io.metash.command.option.MetactlText;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.testing.Captured;
import io.metash.testing.LiveService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One-shot commands with metactl's flags print metactl's output byte for byte (meta-service-api §6). */
class MetactlFormsTest {
    private static final long NOW_MS = 1_795_000_000_000L;
    private static final String META = "Some(KVMeta { expire_at: None, proposed_at_ms: Some(1795000000000) })";

    @TempDir
    static Path scratch;

    private static LiveService service;
    private final Captured captured = new Captured();

    @BeforeAll
    static void start() throws IOException {
        service = new LiveService(scratch, "service", () -> NOW_MS);
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    private int status(String... words) {
        captured.reset();
        try (CommandContext context = new CommandContext(Commands.table(), captured.io(), false, false)) {
            context.use(new StateDirectory(scratch.resolve("state")));
            context.markOneShot();
            return new CommandLineRunner(context).run(List.of(words));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private String at(String line) {
        String command = line.replace("GRPC", "--grpc-api-address " + service.address())
                .replace("ADMIN", "--admin-api-address " + service.admin());
        assertEquals(0, status(command.split(" ")), captured::err);
        return captured.out();
    }

    /** In a fixed order, because each changes the store that the next one reads. */
    @Test
    void everyFormPrintsMetactlsOutput() throws IOException {
        assertEquals("null\n", at("get GRPC --key foo"));
        assertEquals(
                "upsert-result: None: None -> Some(SeqV { seq: 1, meta: " + META + ", data: \"[binary]\" })\n",
                at("upsert GRPC --key foo --value bar"));
        assertEquals(
                "upsert-result: None: Some(SeqV { seq: 1, meta: " + META
                        + ", data: \"[binary]\" }) -> Some(SeqV { seq: 2, meta: " + META + ", data: \"[binary]\" })\n",
                at("upsert GRPC --key foo --value baz"));
        assertEquals(
                "{\"seq\":2,\"meta\":{\"proposed_at_ms\":1795000000000},\"data\":[98,97,122]}\n",
                at("get GRPC --key foo"));
        at("upsert GRPC --key dir/a --value text");
        assertEquals("\n", at("member-list GRPC"));
        assertEquals("", at("keys-layout GRPC"));
        assertEquals("triggered snapshot successfully.\n", at("trigger-snapshot ADMIN --wait GRPC"));
        assertEquals("dir 1\n 2\n", at("keys-layout GRPC"));
        assertEquals(" 2\n", at("keys-layout GRPC --depth 0"));
        assertEquals(
                "received-watch-event: INIT:(dir/a: None -> (seq=3 [proposed=2026-11-18T11:06:40.000] 'text'))\n"
                        + "received-watch-event: CHANGE:None\n",
                at("watch GRPC --prefix dir// --for 300ms"));
        assertEquals("triggered leader transfer from 0 to 0.\nvoter ids: [0]\n", at("transfer-leader ADMIN --to 0"));
        String features =
                """
                {
                  "features": [
                    "dummy",
                    "dummy_feature2"
                  ],
                  "enabled": []
                }
                """;
        assertEquals(features, at("list-features ADMIN"));
        assertEquals(
                "set-feature: Done; features:\n" + features.replace("[]", "[\n    \"dummy\"\n  ]"),
                at("set-feature --feature dummy --enable true ADMIN"));
        assertEquals(
                "set-feature: Done; features:\n" + features, at("set-feature --feature dummy --enable false ADMIN"));
        assertEquals(
                "loop: connect to metasrv " + service.address()
                        + ", get_kv('foo'), do not drop the connection, num=2\n"
                        + "1-th: get_kv(foo): Ok(Some(SeqV { seq: 2, meta: " + META + ", data: \"[binary]\" }))\n"
                        + "2-th: get_kv(foo): Ok(Some(SeqV { seq: 2, meta: " + META + ", data: \"[binary]\" }))\n"
                        + "bench completed: 2 connections created\n",
                at("bench-client-num-conn GRPC --num 2"));
        assertTrue(at("metrics ADMIN").endsWith("# EOF\n\n"));
        assertEquals(status(), at("status GRPC"));
        export();
    }

    private static String status() {
        return """
                BinaryVersion: 260304.0.0
                DataVersion: V004
                RaftLogSize: %1$d
                RaftLog:
                  - CacheItems: 9
                  - CacheUsedSize: %2$d
                  - WALTotalSize: %1$d
                  - WALOpenChunkSize: %1$d
                  - WALOffset: %1$d
                  - WALClosedChunkCount: 0
                  - WALClosedChunkTotalSize: 0
                  - WALClosedChunkSizes:
                SnapshotKeyCount: 2
                Node: id=0 raft=localhost:28004
                State: Leader
                Leader: id=0 raft=localhost:28004 grpc=
                CurrentTerm: 1
                LastSeq: 3
                LastLogIndex: 8
                LastApplied: T1-N0.8
                SnapshotLastLogID: T1-N0.6
                Replication:
                  - [0] T1-N0.8
                Voters:
                  - id=0 raft=localhost:28004 grpc=
                """
                .formatted(WAL_BYTES, CACHE_BYTES);
    }

    private static final long WAL_BYTES = 1863;
    private static final long CACHE_BYTES = 1349;

    private void export() throws IOException {
        String text = at("export GRPC");
        assertTrue(text.startsWith(
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]\n"));
        Path file = scratch.resolve("x.ndjson");
        assertEquals("", at("export GRPC --chunk-size 3 --id 7 --db " + file));
        assertEquals(text, Files.readString(file));
    }

    @Test
    void aWatchedEventIsPrinted() {
        SeqV before = new SeqV(1, null, Bytes.of(new byte[] {1, (byte) 200}));
        SeqV after = new SeqV(2, new KvMeta(1_723_102_819L, 1_723_102_800_000L), Bytes.utf8("text"));
        assertEquals(
                "received-watch-event: CHANGE:(k: (seq=1 [] [1, 200]) -> "
                        + "(seq=2 [expire=2024-08-08T07:40:19.000, proposed=2024-08-08T07:40:00.000] 'text'))",
                MetactlText.event(new WatchEvent(false, Bytes.utf8("k"), before, after)));
        assertEquals(
                "received-watch-event: CHANGE:(k: (seq=1 [] [1, 200]) -> None)",
                MetactlText.event(new WatchEvent(false, Bytes.utf8("k"), before, null)));
    }

    @Test
    void anUnreachableServiceIsReportedOnStandardErrorOnly() {
        for (String line : List.of(
                "status --grpc-api-address 127.0.0.1:1",
                "get --grpc-api-address 127.0.0.1:1 --key a",
                "export --grpc-api-address 127.0.0.1:1",
                "metrics --admin-api-address 127.0.0.1:1")) {
            assertEquals(5, status(line.split(" ")), line);
            assertEquals("", captured.out());
            assertTrue(captured.err().startsWith("metash: cannot reach the "));
        }
        assertEquals(2, status("upsert", "--key", "a"));
        assertEquals(2, status("get"));
        assertEquals(2, status("watch", "--grpc-api-address", "127.0.0.1:1"));
    }
}
