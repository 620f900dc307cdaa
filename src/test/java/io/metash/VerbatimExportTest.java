package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.OptionalU64;
import io.metash.record.Shapes;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.testing.FakeService;
import io.metash.testing.RunResult;
import io.metash.testing.TestData;
import io.metash.wire.ExportedChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports that keep lines unchanged even if a current server would write them differently. */
class VerbatimExportTest {
    private static final String HEAD =
            """
            ["header",{"DataHeader":{"key":"header","value":{"version":"V004","upgrading":null}}}]
            ["raft_log",{"NodeId":1}]
            ["raft_log",{"Vote":{"leader_id":{"term":1,"node_id":1},"committed":true}}]
            ["raft_log",{"Committed":{"leader_id":{"term":1,"node_id":1},"index":1}}]
            ["raft_log",{"Purged":null}]
            ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":0,"node_id":0},"index":0},"payload":{"Membership":{"configs":[[1]],"nodes":{"1":{}}}}}}]
            """;
    /** A transaction from a server without match_seq. */
    private static final String OLD_ENTRY =
            """
            ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":1},"payload":{"Normal":{"time_ms":1,"cmd":{"Transaction":{"condition":[],"if_then":[{"request":{"Put":{"key":"a","value":[98],"prev_value":true,"expire_at":null,"ttl_ms":null}}}],"else_then":[]}}}}}}]
            """;
    /** A key with an unnecessary escape, and blanks. */
    private static final String OTHER_TEXT =
            """
            ["raft_log", {"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":2},"payload":{"Normal":{"time_ms":2,"cmd":{"UpsertKV":{"key":"\\u0061","seq":{"GE":0},"value":"AsIs","value_meta":null}}}}}}]
            """;

    @TempDir
    Path scratch;

    private String out;
    private String err;

    private int metash(String... arguments) {
        RunResult result = InProcess.run(arguments);
        out = result.out();
        err = result.err();
        return result.status();
    }

    private FakeService service;

    @BeforeEach
    void start() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void exports(String text) {
        service.onExport = (request, to) -> FakeService.one(
                ExportedChunk.newBuilder()
                        .addAllData(text.lines()
                                .map(com.google.protobuf.ByteString::copyFromUtf8)
                                .toList())
                        .build(),
                to);
    }

    @Test
    void theLinesOfAServicePassByteForByte() throws IOException {
        String text = HEAD + OLD_ENTRY + OTHER_TEXT;
        exports(text);
        assertEquals(0, metash("export", "--grpc-api-address", service.address()), err);
        assertEquals(text, out);
        Path file = scratch.resolve("live.ndjson");
        assertEquals(0, metash("export", "--grpc-api-address", service.address(), "--db", file.toString()), err);
        assertEquals(text, Files.readString(file));
        assertTrue(Files.exists(scratch.resolve("live.ndjson.manifest")));
        assertEquals(0, metash("verify", file.toString()), out + err);
    }

    /** Keys around the size of the buffer, in other forms too, so each line starts at another offset. */
    @Test
    void linesOfEveryLengthPassByteForByte() {
        StringBuilder text = new StringBuilder(HEAD);
        int[] lengths = {1, 200_000, 70_000, 2, 262_143, 3, 262_144, 300_000, 4, 600_000, 5};
        for (int i = 0; i < lengths.length; i++) {
            String space = i % 3 == 2 ? " " : "";
            text.append("[\"state_machine/0\",{\"GenericKV\":")
                    .append(space)
                    .append("{\"key\":\"k")
                    .append(100 + i);
            text.append("\",\"value\":{\"seq\":1,\"meta\":null,\"data\":[7").append(",88".repeat(lengths[i] / 3));
            text.append("]}}}]\n");
        }
        exports(text.toString());
        metash("export", "--grpc-api-address", service.address());
        assertTrue(err.startsWith("exported 17 records"), err);
        assertEquals(text.toString(), out);
    }

    @Test
    void aMalformedLineIsRefused() throws IOException {
        exports(HEAD + "[\"raft_log\",{\"LogEntry\":{}}]\n");
        assertEquals(3, metash("export", "--grpc-api-address", service.address()));
        assertTrue(err.contains("export of " + service.address() + ":7"), err);
    }

    @Test
    void aDirectoryIsExportedInTheNewestFormByDefault() throws IOException {
        String chunk = "r-00_000_000_000_000_000_000.wal";
        Path log = Files.createDirectories(scratch.resolve("raft/df_meta/V004/log"));
        Files.copy(TestData.file("peer/" + chunk), log.resolve(chunk));
        String dir = scratch.resolve("raft").toString();
        assertEquals(0, metash("export", "--raft-dir", dir), err);
        String newest = out;
        assertEquals(0, metash("export", "--raft-dir", dir, "--as-written"), err);
        assertTrue(newest.contains(",\"match_seq\":null"));
        // Servers of that time wrote match_seq only for deletes.
        String written = newest.replaceAll("(\"expire_at\":[^{}]*),\"match_seq\":null", "$1");
        assertEquals(written, out);
        Path file = scratch.resolve("as-written.ndjson");
        assertEquals(0, metash("export", "--raft-dir", dir, "--as-written", "--db", file.toString()), err);
        assertEquals(written, Files.readString(file));
    }

    /** Releases before 1.2.828 named it FetchAddU64 and had no max_value. */
    @Test
    void anOperationKeepsTheNameOfItsRelease() {
        List<TxnOp> operations = List.of(increase(OptionalU64.ABSENT), increase(OptionalU64.of(0)));
        Cmd cmd = new Cmd.Transaction(List.of(), List.of(), operations, List.of(), UnknownFields.NONE);
        JsonOut written = new JsonOut(1000).omitAbsent();
        JsonText.write(Shapes.CMD, cmd, written);
        String newest =
                """
                {"Transaction":{"condition":[],"if_then":[{"request":{"FetchIncreaseU64":{"key":"n","match_seq":null,"delta":5,"max_value":0}}},{"request":{"FetchIncreaseU64":{"key":"n","match_seq":null,"delta":5,"max_value":0}}}],"else_then":[]}}""";
        assertEquals(newest, JsonText.toString(Shapes.CMD, cmd));
        assertEquals(
                newest.replaceFirst("FetchIncreaseU64", "FetchAddU64").replaceFirst(",\"max_value\":0", ""),
                written.toString());
    }

    private static TxnOp increase(OptionalU64 maxValue) {
        return new TxnOp(
                new TxnOp.FetchIncrease(Bytes.utf8("n"), null, 5, maxValue, UnknownFields.NONE), UnknownFields.NONE);
    }
}
