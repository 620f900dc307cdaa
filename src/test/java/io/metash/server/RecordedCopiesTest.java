package io.metash.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.files.Disk;
import io.metash.ndjson.NdjsonSource;
import io.metash.raftdir.RaftDir;
import io.metash.rebuild.Import;
import io.metash.rebuild.ImportRequest;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.KvCursor;
import io.metash.record.Progress;
import io.metash.testing.Exchange;
import io.metash.testing.RawCalls;
import io.metash.testing.RecordedNode;
import io.metash.testing.TestData;
import io.metash.wire.BasicAuth;
import io.metash.wire.ClusterStatus;
import io.metash.wire.ExportedChunk;
import io.metash.wire.HandshakeRequest;
import io.metash.wire.HandshakeResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded exchanges with servers that have a snapshot, or a leader next to them. */
class RecordedCopiesTest {
    @TempDir
    Path scratch;

    private EmbeddedService copy(Path raft) throws IOException {
        try (RaftDir dir = RaftDir.open(raft)) {
            return EmbeddedService.start(ServiceOptions.local(scratch.resolve("service")), dir);
        }
    }

    private static List<Exchange> exchanges(int from, int to) throws IOException {
        return Exchange.all().stream()
                .filter(e -> e.number() >= from && e.number() <= to)
                .toList();
    }

    private static byte[] token(RawCalls calls) throws Exception {
        HandshakeRequest hello = HandshakeRequest.newBuilder()
                .setPayload(BasicAuth.newBuilder().setUsername("root").build().toByteString())
                .build();
        RawCalls.Running running = calls.call("Handshake", null, List.of(hello.toByteArray()));
        running.await();
        return HandshakeResponse.parseFrom(running.responses.take())
                .getPayload()
                .toByteArray();
    }

    /** The messages as text, without the version and the log size, which depend on the storage. */
    private static List<String> texts(Exchange exchange, List<byte[]> messages) throws Exception {
        List<String> texts = new ArrayList<>();
        for (byte[] message : messages) {
            texts.add(
                    exchange.method().equals("GetClusterStatus")
                            ? ClusterStatus.newBuilder()
                                    .mergeFrom(message)
                                    .setBinaryVersion("VERSION")
                                    .setRaftLogSize(0)
                                    .clearRaftLogStatus()
                                    .build()
                                    .toString()
                            : HexFormat.of().formatHex(message));
        }
        return texts;
    }

    private static void same(Exchange exchange, RawCalls calls, byte[] token) throws Exception {
        RawCalls.Running running = calls.call(exchange.method(), token, exchange.requests());
        assertEquals(exchange.status(), running.await().getCode().name(), exchange.name());
        assertEquals(
                texts(exchange, exchange.responses()),
                texts(exchange, new ArrayList<>(running.responses)),
                exchange.name());
    }

    @Test
    void aStoreWithASnapshotAnswersLikeTheRealServer() throws Exception {
        try (EmbeddedService service = copy(TestData.file("real/rich-snap.raft"));
                RawCalls calls = new RawCalls(service.port())) {
            byte[] token = token(calls);
            for (Exchange exchange : exchanges(59, 62)) {
                same(exchange, calls, token);
            }
        }
    }

    /** Two nodes: a recorded learner, and an embedded leader with the store that the learner exported. */
    @Test
    void aLearnerAndItsLeaderAnswerAsRecorded() throws Exception {
        List<Exchange> all = exchanges(63, 72);
        StringBuilder lines = new StringBuilder();
        for (byte[] chunk : all.get(9).responses()) {
            ExportedChunk.parseFrom(chunk).getDataList().forEach(line -> lines.append(line.toStringUtf8())
                    .append('\n'));
        }
        Path raft = scratch.resolve("raft");
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        try (NdjsonSource source = new NdjsonSource(new ByteArrayInputStream(text), "export", text.length);
                Import one = new Import(
                        new ImportRequest(raft, null, Set.of(), false, "p"), Disk.real(), System::currentTimeMillis)) {
            one.preflight(text.length);
            one.prepare(source, "export", Progress.NONE, new Cancel());
            one.commit();
        }
        try (EmbeddedService leader = copy(raft);
                RawCalls calls = new RawCalls(leader.port())) {
            byte[] token = token(calls);
            for (Exchange forwarded : List.of(all.get(3), all.get(4), all.get(5))) {
                same(forwarded, calls, token);
            }
            String at = "127.0.0.1:" + leader.port();
            List<Exchange> learners =
                    all.stream().filter(e -> e.name().contains("learner")).toList();
            try (RecordedNode learner = new RecordedNode(learners, at);
                    MetaClient client = new MetaClient(
                            List.of(Address.parse(learner.address())), ClientOptions.STANDARD, Cancel::new)) {
                assertEquals("Learner", client.status().state());
                assertEquals(List.of("127.0.0.1:41007", "127.0.0.1:41005"), client.members());
                // The learner forwards it, and its answer names the leader.
                assertEquals("1", client.get(Bytes.utf8("f/a")).data().text());
                // The learner refuses it, so the leader that it names is asked.
                try (KvCursor some = client.list(Bytes.utf8("f/"), 1)) {
                    assertEquals(true, some.next());
                    assertEquals("f/a", some.key().text());
                }
                assertEquals(at, client.current().toString());
                assertEquals("Leader", client.status().state());
                assertEquals(
                        List.of("Handshake", "GetClusterStatus", "MemberList", "KvReadV1", "KvList"), learner.asked);
            }
        }
    }
}
