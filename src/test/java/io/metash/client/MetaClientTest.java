package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.testing.FakeService;
import io.metash.testing.Stores;
import io.metash.wire.ExportRequest;
import io.metash.wire.ExportedChunk;
import io.metash.wire.RaftReply;
import io.metash.wire.RaftRequest;
import io.metash.wire.SeqV;
import io.metash.wire.StreamItem;
import io.metash.wire.TxnOpResponse;
import io.metash.wire.TxnPutResponse;
import io.metash.wire.TxnReply;
import io.metash.wire.WatchResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client against services that misbehave. */
class MetaClientTest {
    private static final Bytes KEY = Bytes.utf8("k");
    private static final Bytes VALUE = Bytes.utf8("v");
    private static final TxnReply PUT = TxnReply.newBuilder()
            .setSuccess(true)
            .setExecutionPath("then")
            .addResponses(TxnOpResponse.newBuilder()
                    .setPut(TxnPutResponse.newBuilder()
                            .setKeyBytes(ByteString.copyFromUtf8("k"))
                            .setCurrent(SeqV.newBuilder().setSeq(7))))
            .build();

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private FakeService fake(long... version) throws IOException {
        FakeService service =
                version.length == 0 ? new FakeService() : new FakeService(version[0], version[1], version[2]);
        open.add(service);
        return service;
    }

    private MetaClient client(String... addresses) {
        List<Address> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(Address.parse(address));
        }
        MetaClient client = new MetaClient(all, ClientOptions.STANDARD.within(60_000, 60_000), Cancel::new);
        open.add(0, client);
        return client;
    }

    private static Failure fails(ExitStatus status, org.junit.jupiter.api.function.Executable call) {
        Failure failure = assertThrows(Failure.class, call);
        assertEquals(status, failure.status(), failure.what() + ": " + failure.why());
        return failure;
    }

    @Test
    void aWriteFollowsTheAnnouncedLeader() throws IOException {
        FakeService follower = fake();
        FakeService leader = fake();
        follower.onTransaction = (request, to) -> to.onError(FakeService.notLeader(leader.address()));
        leader.onTransaction = (request, to) -> FakeService.one(PUT, to);
        MetaClient client = client(follower.address());
        assertEquals(7, client.upsert(KEY, VALUE, null).after().seq());
        assertEquals(List.of("Transaction"), follower.asked);
        assertEquals(List.of("Transaction"), leader.asked);
        assertEquals(leader.address(), client.current().toString());
        assertEquals(leader.address(), client.leaderNamed());
        client.upsert(KEY, VALUE, null);
        assertEquals(List.of("Transaction"), follower.asked);
    }

    @Test
    void anUnreachableLeaderIsReported() throws IOException {
        FakeService follower = fake();
        follower.onTransaction = (request, to) -> to.onError(FakeService.notLeader(null));
        Failure failure =
                fails(ExitStatus.UNREACHABLE, () -> client(follower.address()).upsert(KEY, VALUE, null));
        assertEquals("no leader can be reached", failure.what());
        assertEquals(4, follower.asked.size());
    }

    @Test
    void aWriteWithUnknownOutcomeIsNotRetried() throws IOException {
        FakeService first = fake();
        FakeService second = fake();
        first.onTransaction =
                (request, to) -> to.onError(FakeService.error(io.grpc.Status.Code.UNAVAILABLE, "connection reset"));
        second.onTransaction = (request, to) -> FakeService.one(PUT, to);
        MetaClient client = client(first.address(), second.address());
        Failure failure = fails(ExitStatus.UNREACHABLE, () -> client.upsert(KEY, VALUE, null));
        assertEquals("unknown whether the write was applied", failure.what());
        assertEquals(List.of("Transaction"), first.asked);
        assertEquals(List.of(), second.asked);
    }

    @Test
    void aTooLargeAnswerMeansTheWriteWasApplied() throws IOException {
        FakeService service = fake();
        service.onTransaction = (request, to) -> to.onError(FakeService.error(
                io.grpc.Status.Code.OUT_OF_RANGE,
                "Error, encoded message length too large: found 41943123 bytes, the limit is: 33554432 bytes"));
        Failure failure = fails(ExitStatus.IO, () -> client(service.address()).upsert(KEY, VALUE, null));
        assertEquals("the write was applied, but its answer is too large to be sent", failure.what());
    }

    @Test
    void aReadIsRetriedAtTheNextEndpoint() throws IOException {
        FakeService broken = fake();
        FakeService good = fake();
        broken.onRead = (request, to) -> to.onError(FakeService.error(io.grpc.Status.Code.UNAVAILABLE, "stopped"));
        good.onRead = (request, to) -> FakeService.one(
                StreamItem.newBuilder()
                        .setKeyBytes(ByteString.copyFromUtf8("k"))
                        .setValue(SeqV.newBuilder().setSeq(3))
                        .build(),
                to);
        assertEquals(3, client(broken.address(), good.address()).get(KEY).seq());
        assertEquals(List.of("KvReadV1"), broken.asked);
        assertEquals(3, client("127.0.0.1:1", good.address()).get(KEY).seq());
    }

    @Test
    void aTokenFromBeforeARestartIsRenewed() throws IOException {
        FakeService service = fake();
        AtomicInteger calls = new AtomicInteger();
        service.onTransaction = (request, to) -> {
            if (calls.incrementAndGet() == 1) {
                to.onError(FakeService.error(
                        io.grpc.Status.Code.UNAUTHENTICATED, "token verify failed: Authentication tag didn't verify"));
            } else {
                FakeService.one(PUT, to);
            }
        };
        MetaClient client = client(service.address());
        assertEquals(7, client.upsert(KEY, VALUE, null).after().seq());
        assertEquals(2, service.handshakes.size());
    }

    @Test
    void aSilentServerIsAbandonedAfterTheDeadline() throws IOException {
        FakeService service = fake();
        service.onStatus = (request, to) -> {};
        long start = System.nanoTime();
        Failure failure =
                fails(ExitStatus.UNREACHABLE, () -> client(service.address()).status(400));
        assertEquals("the meta service does not answer", failure.what());
        assertTrue(failure.why().startsWith("no answer within 400 ms"), failure.why());
        assertTrue(System.nanoTime() - start < 20_000_000_000L);
    }

    /** Starts a call that is never answered, and cancels it once it is under way. */
    private Failure interrupted(FakeService service, Consumer<MetaClient> call) throws InterruptedException {
        Cancel cancel = new Cancel();
        MetaClient client =
                new MetaClient(List.of(Address.parse(service.address())), ClientOptions.STANDARD, () -> cancel);
        open.add(0, client);
        Thread prompter = new Thread(() -> {
            while (service.asked.isEmpty()) {
                Thread.onSpinWait();
            }
            cancel.ask();
        });
        prompter.start();
        Failure failure = fails(ExitStatus.INTERRUPTED, () -> call.accept(client));
        prompter.join();
        return failure;
    }

    @Test
    void cancellationEndsACall() throws Exception {
        FakeService service = fake();
        service.onRead = (request, to) -> {};
        assertEquals(
                "interrupted", interrupted(service, client -> client.get(KEY)).what());
    }

    @Test
    void aCancelledWriteMayHaveBeenApplied() throws Exception {
        FakeService service = fake();
        service.onTransaction = (request, to) -> {};
        Failure failure = interrupted(service, client -> client.upsert(KEY, VALUE, null));
        assertEquals("unknown whether the write was applied", failure.what());
        assertEquals("interrupted", failure.why());
        assertEquals(service.address(), failure.where());
        assertEquals(List.of("Transaction"), service.asked);
    }

    @Test
    void anOldServerIsReadByJson() throws IOException {
        FakeService service = fake(1, 2, 100);
        List<String> requests = new ArrayList<>();
        service.onKvApi = (request, to) -> {
            requests.add(request.getData());
            String data = request.getData().startsWith("{\"ListKV\"")
                    ? "[[\"k1\",{\"seq\":1,\"meta\":null,\"data\":[97]}],[\"k2\",{\"seq\":2,\"meta\":{\"expire_at\":5},\"data\":[]}]]"
                    : request.getData().contains("\"none\"") ? "null" : "{\"seq\":9,\"meta\":null,\"data\":[98]}";
            FakeService.one(RaftReply.newBuilder().setData(data).build(), to);
        };
        MetaClient client = client(service.address());
        assertEquals(9, client.get(KEY).seq());
        assertNull(client.get(Bytes.utf8("none")));
        List<String> keys = new ArrayList<>();
        try (KvCursor cursor = client.list(KEY, -1)) {
            while (cursor.next()) {
                keys.add(cursor.key() + " " + cursor.value().seq());
            }
        }
        assertEquals(List.of("k1 1", "k2 2"), keys);
        assertEquals("{\"GetKV\":{\"key\":\"k\"}}", requests.get(0));
        fails(ExitStatus.VERSION, () -> client.upsert(KEY, VALUE, null));
    }

    /** Requests with fields that an older server would ignore are refused, because it would do something else. */
    @Test
    void callsUnknownToAnOldServerAreRefused() throws IOException {
        FakeService service = fake(1, 2, 600);
        MetaClient client = client(service.address());
        TxnOp.Request put = new TxnOp.Put(KEY, VALUE, true, null, null, OptionalU64.of(1), UnknownFields.NONE);
        TxnOp.Request increase = new TxnOp.FetchIncrease(KEY, null, 1, OptionalU64.of(0), UnknownFields.NONE);
        TxnOp.Request next = new TxnOp.PutSequential(KEY, KEY, VALUE, null, null, UnknownFields.NONE);
        for (TxnOp.Request request : List.of(put, increase, next)) {
            List<TxnOp> operations = List.of(new TxnOp(request, UnknownFields.NONE));
            fails(
                    ExitStatus.VERSION,
                    () -> client.transaction(
                            new Cmd.Transaction(List.of(), List.of(), operations, List.of(), UnknownFields.NONE)));
        }
        TxnCondition count = new TxnCondition(KEY, 2, new TxnCondition.KeysWithPrefix(1), UnknownFields.NONE);
        fails(
                ExitStatus.VERSION,
                () -> client.transaction(
                        new Cmd.Transaction(List.of(), List.of(count), List.of(), List.of(), UnknownFields.NONE)));
        fails(ExitStatus.VERSION, () -> client.watch(KEY, null, true));
        assertEquals(List.of(), service.asked);
    }

    @Test
    void anUnsupportedServerIsRefused() throws IOException {
        FakeService service = fake(0, 8, 30);
        Failure failure =
                fails(ExitStatus.VERSION, () -> client(service.address()).serverVersion());
        assertEquals("its version is 0.8.30", failure.why());
    }

    @Test
    void discoveryAddsAnnouncedAddresses() throws IOException {
        FakeService service = fake();
        service.members.addAll(List.of("127.0.0.1:5", "", "nonsense", service.address()));
        MetaClient client = client(service.address());
        client.discover();
        assertEquals(
                List.of(service.address(), "127.0.0.1:5"),
                client.endpoints().stream().map(Address::toString).toList());
    }

    @Test
    void aBrokenWatchIsAFailureAndAnEndedOneIsNot() throws IOException {
        FakeService service = fake();
        service.onWatch = (request, to) -> {
            to.onNext(WatchResponse.getDefaultInstance());
            to.onError(FakeService.error(io.grpc.Status.Code.UNAVAILABLE, "gone"));
        };
        try (Watch watch = client(service.address()).watch(KEY, null, true)) {
            assertNull(watch.next().key());
            fails(ExitStatus.UNREACHABLE, watch::next);
        }
        service.onWatch = (request, to) -> to.onCompleted();
        try (Watch watch = client(service.address()).watch(KEY, null, true)) {
            assertNull(watch.next());
            assertTrue(watch.ended());
        }
    }

    /** A slow watcher does not delay the service, up to a limit of bytes. */
    @Test
    void aSlowWatchReaderBuffersEvents() throws Exception {
        FakeService service = fake();
        int events = 2_000;
        java.util.concurrent.CountDownLatch sent = new java.util.concurrent.CountDownLatch(events);
        service.onWatch = (request, to) -> {
            var call = (io.grpc.stub.ServerCallStreamObserver<WatchResponse>) to;
            call.setOnReadyHandler(() -> {
                while (call.isReady() && sent.getCount() > 0) {
                    call.onNext(WatchResponse.newBuilder()
                            .setEvent(io.metash.wire.Event.newBuilder()
                                    .setKeyBytes(ByteString.copyFromUtf8("k" + sent.getCount()))
                                    .setCurrent(
                                            SeqV.newBuilder().setSeq(1).setData(ByteString.copyFrom(new byte[1_000]))))
                            .build());
                    sent.countDown();
                }
            });
        };
        try (Watch watch = client(service.address()).watch(KEY, null, false)) {
            assertTrue(sent.await(60, java.util.concurrent.TimeUnit.SECONDS), sent.getCount() + " events are not sent");
            for (int i = events; i > 0; i--) {
                assertEquals("k" + i, watch.next().key().text());
            }
        }
    }

    /** Completion and a command use one client at the same time, while the connection breaks now and then. */
    @Test
    void severalThreadsUseOneClient() throws Exception {
        FakeService service = fake();
        AtomicInteger calls = new AtomicInteger();
        // The service never fails the repetition of a call, whatever the other threads do in between.
        Set<RaftRequest> failed = ConcurrentHashMap.newKeySet();
        service.onRead = (request, to) -> {
            if (!failed.remove(request) && calls.incrementAndGet() % 11 == 0) {
                failed.add(request);
                to.onError(FakeService.error(io.grpc.Status.Code.UNAVAILABLE, "flapping"));
            } else {
                FakeService.one(
                        StreamItem.newBuilder()
                                .setValue(SeqV.newBuilder().setSeq(5))
                                .build(),
                        to);
            }
        };
        MetaClient client = client(service.address());
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            Bytes key = Bytes.utf8("thread/" + t);
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < 60; i++) {
                        assertEquals(5, client.get(key).seq());
                    }
                } catch (RuntimeException | Error unexpected) {
                    failures.add(unexpected);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }

    private static final List<String> LINES = List.of(
            "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]",
            "[\"raft_log\",{\"NodeId\":1}]",
            "[\"raft_log\",{\"Vote\":null}]",
            "[\"raft_log\",{\"Committed\":null}]",
            "[\"raft_log\",{\"Purged\":null}]",
            "[\"state_machine/0\",{\"Sequences\":{\"key\":\"generic-kv\",\"value\":3}}]");

    /** Sends lines in chunks; from one line on, chunks of more than {@code most} lines do not fit. */
    private static void export(
            ExportRequest request, List<String> lines, int most, int from, Consumer<ExportedChunk> to)
            throws io.grpc.StatusRuntimeException {
        int size = (int) request.getChunkSize();
        for (int i = 0; i < lines.size(); i += size) {
            if (i + size > from && size > most) {
                throw FakeService.error(
                        io.grpc.Status.Code.OUT_OF_RANGE,
                        "Error, encoded message length too large: found 33554433 bytes, the limit is: 33554432 bytes");
            }
            ExportedChunk.Builder chunk = ExportedChunk.newBuilder();
            lines.subList(i, Math.min(lines.size(), i + size)).forEach(l -> chunk.addData(ByteString.copyFromUtf8(l)));
            to.accept(chunk.build());
        }
    }

    private FakeService exporting(int most, int from, List<Long> sizes, boolean changing) throws IOException {
        FakeService service = fake();
        service.onExport = (request, to) -> {
            List<String> lines = new ArrayList<>(LINES);
            if (changing && !sizes.isEmpty()) {
                lines.set(2, "[\"raft_log\",{\"Vote\":{\"leader_id\":{\"term\":2,\"node_id\":1},\"committed\":true}}]");
            }
            sizes.add(request.getChunkSize());
            try {
                export(request, lines, most, from, to::onNext);
                to.onCompleted();
            } catch (io.grpc.StatusRuntimeException tooLarge) {
                to.onError(tooLarge);
            }
        };
        return service;
    }

    @Test
    void anExportShrinksItsMessagesUntilTheyFit() throws IOException {
        String wanted = String.join("\n", LINES) + "\n";
        List<Long> sizes = new ArrayList<>();
        FakeService atOnce = exporting(1, 0, sizes, false);
        assertEquals(wanted, Stores.text(client(atOnce.address()).exportRecords(32)));
        assertEquals(List.of(32L, 4L, 1L), sizes);
        sizes.clear();
        FakeService later = exporting(2, 4, sizes, false);
        assertEquals(wanted, Stores.text(client(later.address()).exportRecords(3)));
        assertEquals(List.of(3L, 1L), sizes);
    }

    @Test
    void aLineLargerThanAMessageIsReported() throws IOException {
        FakeService service = exporting(0, 4, new ArrayList<>(), false);
        Failure failure =
                fails(ExitStatus.IO, () -> Stores.text(client(service.address()).exportRecords(32)));
        assertEquals("a line of the export is larger than a message may be", failure.what());
        assertTrue(failure.next().contains("--raft-dir"), failure.next());
    }

    @Test
    void anExportWhoseStoreChangedFails() throws IOException {
        FakeService service = exporting(2, 4, new ArrayList<>(), true);
        try (ExportSource source = client(service.address()).exportRecords(3)) {
            fails(ExitStatus.INCOMPLETE, () -> {
                while (source.next() != null) {
                    // Read to the end.
                }
            });
            assertEquals(1, source.nextChunkLines());
        }
    }

    @Test
    void aBadLineIsReported() throws IOException {
        FakeService service = fake();
        service.onExport = (request, to) -> {
            to.onNext(ExportedChunk.newBuilder()
                    .addData(ByteString.copyFromUtf8(LINES.get(0)))
                    .addData(ByteString.copyFromUtf8("[\"raft_log\",{\"NodeId\":\"one\"}]"))
                    .build());
            to.onCompleted();
        };
        Failure failure = fails(
                ExitStatus.DAMAGED, () -> Stores.text(client(service.address()).exportRecords(32)));
        assertTrue(failure.where().startsWith("export of " + service.address() + ":2 "), failure.where());
    }

    @Test
    void aServerOfAnotherKindIsRecognised() throws Exception {
        try (ServerSocket http = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try {
                    while (true) {
                        var socket = http.accept();
                        socket.getOutputStream()
                                .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes());
                        socket.shutdownOutput();
                        // A close with unread data would reset the connection before the answer is read.
                        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                        socket.close();
                    }
                } catch (IOException closed) {
                    // The test has ended.
                }
            });
            answering.setDaemon(true);
            answering.start();
            Failure failure = fails(ExitStatus.UNREACHABLE, () -> client("127.0.0.1:" + http.getLocalPort())
                    .serverVersion());
            assertEquals("this is not the client port of a meta service", failure.what());
        }
    }
}
