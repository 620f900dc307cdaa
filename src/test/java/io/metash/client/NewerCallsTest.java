package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.Shapes;
import io.metash.testing.FakeService;
import io.metash.testing.LiveService;
import io.metash.testing.Stores;
import io.metash.wire.KvTransactionReply;
import io.metash.wire.SeqV;
import io.metash.wire.StreamItem;
import io.metash.wire.TxnReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that only newer servers have are used there and replaced elsewhere, with the same result. */
class NewerCallsTest {
    private static final List<Bytes> KEYS =
            List.of(Bytes.utf8("b"), Bytes.utf8("none"), Bytes.utf8("a"), Bytes.utf8("b"));
    private static final List<String> VALUES = List.of("of b", "null", "of a", "of b");

    @TempDir
    Path scratch;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private FakeService fake(long major, long minor, long patch) throws IOException {
        FakeService service = new FakeService(major, minor, patch);
        open.add(service);
        return service;
    }

    private MetaClient client(String address) {
        MetaClient client = new MetaClient(
                List.of(Address.parse(address)), ClientOptions.STANDARD.within(60_000, 60_000), Cancel::new);
        open.add(0, client);
        return client;
    }

    private static List<String> values(MetaClient client) {
        List<String> texts = new ArrayList<>();
        client.get(KEYS)
                .forEach(
                        value -> texts.add(value == null ? "null" : value.data().text()));
        return texts;
    }

    private static List<String> list(MetaClient client, long limit) throws IOException {
        List<String> keys = new ArrayList<>();
        try (KvCursor cursor = client.list(Bytes.EMPTY, limit)) {
            while (cursor.next()) {
                keys.add(cursor.key().text());
            }
        }
        return keys;
    }

    private static StreamItem item(String key) {
        StreamItem.Builder item = StreamItem.newBuilder().setKey(key);
        if (!key.equals("none")) {
            item.setValue(SeqV.newBuilder().setSeq(1).setData(ByteString.copyFromUtf8("of " + key)));
        }
        return item.build();
    }

    private static void items(StreamObserver<StreamItem> to, String... keys) {
        for (String key : keys) {
            to.onNext(item(key));
        }
        to.onCompleted();
    }

    private static void reads(FakeService service) {
        service.onRead = (request, to) -> items(
                to,
                request.getData().contains("MGetKV") ? new String[] {"b", "none", "a", "b"} : new String[] {"a", "b"});
    }

    @Test
    void manyKeysAreReadWithTheCallOfTheVersion() throws IOException {
        FakeService newer = fake(1, 2, 869);
        newer.onGetMany = (keys, to) -> items(to, keys.toArray(String[]::new));
        assertEquals(VALUES, values(client(newer.address())));
        assertEquals(List.of("KvGetMany"), newer.asked);
        FakeService older = fake(1, 2, 868);
        reads(older);
        assertEquals(VALUES, values(client(older.address())));
        assertEquals(List.of("KvReadV1"), older.asked);
        assertEquals(List.of(), client(older.address()).get(List.of()));
    }

    @Test
    void anUnknownCallFallsBack() throws IOException {
        FakeService service = fake(260304, 0, 0);
        reads(service);
        MetaClient client = client(service.address());
        assertEquals(VALUES, values(client));
        assertEquals(List.of("a", "b"), list(client, 2));
        assertEquals(List.of("KvGetMany", "KvReadV1", "KvList", "KvReadV1"), service.asked);
    }

    @Test
    void theAnnouncedLeaderIsCalled() throws IOException {
        FakeService follower = fake(260304, 0, 0);
        FakeService leader = fake(260304, 0, 0);
        follower.onGetMany = (keys, to) -> to.onError(FakeService.notLeader(leader.address()));
        leader.onGetMany = (keys, to) -> items(to, keys.toArray(String[]::new));
        MetaClient client = client(follower.address());
        assertEquals(VALUES, values(client));
        assertEquals(List.of("KvGetMany"), follower.asked);
        assertEquals(List.of("KvGetMany"), leader.asked);
        assertEquals(leader.address(), client.current().toString());
    }

    /** A follower forwards KvReadV1, so a read works if the leader's address is unknown or unusable. */
    @Test
    void anUnresolvableLeaderIsReachedThroughTheFollower() throws IOException {
        for (String named : new String[] {null, "127.0.0.1:1"}) {
            FakeService follower = fake(260304, 0, 0);
            follower.onGetMany = (keys, to) -> to.onError(FakeService.notLeader(named));
            follower.onList = (request, to) -> to.onError(FakeService.notLeader(named));
            reads(follower);
            assertEquals(VALUES, values(client(follower.address())));
            assertEquals(List.of("a", "b"), list(client(follower.address()), 2));
        }
    }

    @Test
    void anAnswerWithMissingKeysIsRefused() throws IOException {
        FakeService service = fake(260304, 0, 0);
        service.onGetMany = (keys, to) -> items(to, "b");
        Failure failure = assertThrows(Failure.class, () -> values(client(service.address())));
        assertEquals(ExitStatus.INCOMPLETE, failure.status());
        assertEquals("1 values for 4 keys.", failure.why());
    }

    private static Cmd.KvTransaction branches(String json) {
        byte[] text = ("{\"KvTransaction\":" + json + "}").getBytes(StandardCharsets.UTF_8);
        return (Cmd.KvTransaction) JsonText.read(Shapes.CMD, text, 0, text.length, "test");
    }

    private static final String LEASE =
            """
            {"branches":[{"predicate":{"Or":[{"Leaf":{"key":"lease","target":{"Seq":0},"op":"Eq"}},{"And":[{"Leaf":{"key":"q/","target":{"KeysWithPrefix":9},"op":"Ge"}},{"Leaf":{"key":"lease","target":{"Seq":1},"op":"Ge"}}]}]},"operations":[{"Put":{"target":{"key":"lease","match_seq":null},"payload":{"value":[109,101],"expire_at_ms":null,"ttl_ms":null}}},{"FetchIncreaseU64":{"target":{"key":"n","match_seq":null},"delta":5,"floor":10}}]},{"predicate":{"Leaf":{"key":"lease","target":{"Value":[109,101]},"op":"Eq"}},"operations":[{"Get":{"key":"lease"}},{"Delete":{"target":{"key":"lease","match_seq":7}}}]}]}""";

    private static String reported(TxnOutcome outcome) {
        StringBuilder text = new StringBuilder(outcome.path() + " " + outcome.success());
        outcome.results().forEach(result -> text.append("; ")
                .append(result.operation())
                .append(' ')
                .append(result.key())
                .append(' ')
                .append(result.number()));
        return text.toString();
    }

    /** The same branches with either call on an embedded service; each is logged in its own form. */
    @Test
    void branchesActAlikeWithEitherCall() throws Exception {
        List<String> ends = new ArrayList<>();
        for (boolean own : new boolean[] {true, false}) {
            try (LiveService service = new LiveService(scratch, "own" + own, System::currentTimeMillis);
                    MetaClient client = service.client()) {
                List<String> seen = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    seen.add(reported(run(client, branches(LEASE), own)));
                }
                seen.add(reported(run(client, branches("{\"branches\":[]}"), own)));
                ends.add(String.join("\n", seen));
                String log = Stores.text(client.exportRecords(32));
                assertEquals(own, log.contains("\"KvTransaction\""));
                assertEquals(!own, log.contains("\"Transaction\""));
            }
        }
        assertEquals(
                "branch:0 true; put lease 0; fetch_increase_u64 n 15\nbranch:1 true; get lease 0; delete lease 0\nno branch false",
                ends.get(0));
        assertEquals(ends.get(0), ends.get(1));
    }

    private TxnOutcome run(MetaClient client, Cmd.KvTransaction txn, boolean own) throws IOException {
        if (own) {
            return client.transaction(txn);
        }
        // A server of an earlier release forwards the request to the service in its original form.
        FakeService older = fake(260216, 9, 9);
        TxnOutcome[] got = new TxnOutcome[1];
        older.onTransaction = (request, to) -> FakeService.one(Through.transaction(client, request), to);
        got[0] = client(older.address()).transaction(txn);
        assertEquals(List.of("Transaction"), older.asked);
        return got[0];
    }

    /** Sends a transaction unchanged. */
    private static final class Through {
        static TxnReply transaction(MetaClient client, io.metash.wire.TxnRequest request) {
            io.grpc.ManagedChannel channel = io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder.forTarget(
                            client.current().toString())
                    .usePlaintext()
                    .build();
            try {
                return io.metash.wire.MetaServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(io.grpc.stub.MetadataUtils.newAttachHeadersInterceptor(token(channel)))
                        .transaction(request);
            } finally {
                channel.shutdownNow();
            }
        }

        private static io.grpc.Metadata token(io.grpc.ManagedChannel channel) {
            try (ResponseStream<io.metash.wire.HandshakeRequest, io.metash.wire.HandshakeResponse> call =
                    new ResponseStream<>(
                            channel,
                            io.metash.wire.MetaServiceGrpc.getHandshakeMethod(),
                            60_000,
                            new Cancel(),
                            Address.parse("127.0.0.1:1"),
                            "Handshake")) {
                call.send(io.metash.wire.HandshakeRequest.newBuilder()
                        .setPayload(io.metash.wire.BasicAuth.newBuilder()
                                .setUsername("root")
                                .build()
                                .toByteString())
                        .build());
                call.endOfRequests();
                io.grpc.Metadata headers = new io.grpc.Metadata();
                headers.put(
                        io.grpc.Metadata.Key.of("auth-token-bin", io.grpc.Metadata.BINARY_BYTE_MARSHALLER),
                        call.next().getPayload().toByteArray());
                return headers;
            }
        }
    }

    @Test
    void branchesUseTheCallOfTheVersion() throws IOException {
        FakeService newer = fake(260217, 0, 0);
        newer.onBranches = (request, to) -> FakeService.one(
                KvTransactionReply.newBuilder().setExecutedBranch(1).build(), to);
        assertEquals("branch:1 true", reported(client(newer.address()).transaction(branches(LEASE))));
        assertEquals(List.of("KvTransaction"), newer.asked);
        newer.onBranches = null;
        newer.onTransaction = (request, to) -> FakeService.one(
                TxnReply.newBuilder().setSuccess(true).setExecutionPath("then").build(), to);
        assertEquals("no branch false", reported(client(newer.address()).transaction(branches(LEASE))));
        assertEquals(List.of("KvTransaction", "KvTransaction", "Transaction"), newer.asked);
        FakeService old = fake(1, 2, 675);
        Failure failure =
                assertThrows(Failure.class, () -> client(old.address()).transaction(branches(LEASE)));
        assertEquals(ExitStatus.VERSION, failure.status());
        assertEquals(List.of(), old.asked);
    }

    /** A request that may have been executed is not sent again in the other form. */
    @Test
    void branchesWithUnknownOutcomeAreNotRetried() throws IOException {
        FakeService service = fake(260304, 0, 0);
        service.onBranches = (request, to) -> to.onError(FakeService.error(io.grpc.Status.Code.UNAVAILABLE, "reset"));
        Failure failure =
                assertThrows(Failure.class, () -> client(service.address()).transaction(branches(LEASE)));
        assertEquals("unknown whether the write was applied", failure.what());
        assertEquals(List.of("KvTransaction"), service.asked);
    }
}
