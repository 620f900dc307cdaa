package io.metash.command.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.metash.command.CommandRun;
import io.metash.testing.FakeService;
import io.metash.wire.ExportRequest;
import io.metash.wire.ExportedChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of a service that break off, change, or have messages that are too large. */
class LiveExportTest {
    private static final String HEAD =
            """
            ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
            ["raft_log",{"NodeId":1}]
            """;
    private static final String TAIL =
            """
            ["raft_log",{"Committed":null}]
            ["raft_log",{"Purged":null}]
            ["state_machine/0",{"Sequences":{"key":"generic-kv","value":3}}]
            ["state_machine/0",{"StateMachineMeta":{"key":"LastApplied","value":{"LogId":{"leader_id":{"term":0,"node_id":1},"index":0}}}}]
            ["state_machine/0",{"StateMachineMeta":{"key":"LastMembership","value":{"Membership":{"log_id":{"leader_id":{"term":0,"node_id":1},"index":0},"membership":{"configs":[[1]],"nodes":{"1":{}}}}}}}]
            ["state_machine/0",{"Nodes":{"key":1,"value":{"name":"1","endpoint":{"addr":"localhost","port":28103},"grpc_api_advertise_address":null}}}]
            """;

    @TempDir
    Path scratch;

    private FakeService service;
    private CommandRun run;
    private final List<Long> sizes = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        service = new FakeService();
        run = new CommandRun().onRealPlaces();
        assertEquals(0, run.status("connect " + service.address() + " as live"), run.err());
    }

    @AfterEach
    void stop() throws IOException {
        run.context().close();
        service.close();
    }

    private static String text(int term) {
        return HEAD + "[\"raft_log\",{\"Vote\":{\"leader_id\":{\"term\":" + term
                + ",\"node_id\":1},\"committed\":true}}]\n" + TAIL;
    }

    /** Sends a text in chunks; a chunk with more lines than fit is rejected if it starts after a line. */
    private void send(ExportRequest request, String text, int most, io.grpc.stub.StreamObserver<ExportedChunk> to) {
        int size = (int) request.getChunkSize();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i += size) {
            if (i >= 3 && size > most) {
                to.onError(FakeService.error(Status.Code.OUT_OF_RANGE, "encoded message length too large"));
                return;
            }
            ExportedChunk.Builder chunk = ExportedChunk.newBuilder();
            lines.subList(i, Math.min(lines.size(), i + size))
                    .forEach(line -> chunk.addData(ByteString.copyFromUtf8(line)));
            to.onNext(chunk.build());
        }
        to.onCompleted();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anInterruptedExportLeavesNoFile() throws IOException {
        service.onExport = (request, to) -> {
            to.onNext(ExportedChunk.newBuilder()
                    .addData(ByteString.copyFromUtf8(HEAD.lines().findFirst().orElseThrow()))
                    .build());
            to.onError(FakeService.error(Status.Code.UNAVAILABLE, "the process was killed"));
        };
        assertEquals(5, run.status("export " + scratch.resolve("b.ndjson")));
        assertTrue(run.err().startsWith("metash: the connection to the meta service broke\n"), run.err());
        assertEquals(List.of(), files());
        Path old = Files.writeString(scratch.resolve("old.ndjson"), "kept");
        assertEquals(5, run.status("export " + old));
        assertEquals("kept", Files.readString(old));
        assertEquals(List.of("old.ndjson"), files());
    }

    @Test
    void aBadLineLeavesNoFile() throws IOException {
        service.onExport = (request, to) -> send(request, text(1).replace("null", "nul"), 32, to);
        assertEquals(3, run.status("export " + scratch.resolve("b.ndjson")));
        assertTrue(run.err().contains("export of " + service.address() + ":4 "), run.err());
        assertEquals(List.of(), files());
    }

    @Test
    void theFileIsRestartedIfTheServerChanged() throws IOException {
        service.onExport = (request, to) -> {
            sizes.add(request.getChunkSize());
            send(request, text(sizes.size()), 2, to);
        };
        Path file = scratch.resolve("b.ndjson");
        run.ok("export --chunk-size 3 " + file);
        assertEquals(text(3), Files.readString(file));
        assertEquals(List.of(3L, 1L, 1L), sizes);
        sizes.clear();
        assertEquals(4, run.status("export --chunk-size 3"));
        assertTrue(
                run.err().startsWith("metash: the export had to restart, and the server's data had changed\n"),
                run.err());
        assertFalse(run.out().contains("Purged"), run.out());
    }

    @Test
    void standardOutputContinuesAfterARestart() {
        service.onExport = (request, to) -> {
            sizes.add(request.getChunkSize());
            send(request, text(1), 2, to);
        };
        assertEquals(text(1), run.ok("export --chunk-size 3"));
        assertEquals(List.of(3L, 1L), sizes);
    }
}
