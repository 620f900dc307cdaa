package io.metash.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.client.Watch;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.KvCursor;
import io.metash.testing.LiveService;
import io.metash.testing.RawCalls;
import io.metash.testing.Stores;
import io.metash.wire.BasicAuth;
import io.metash.wire.HandshakeRequest;
import io.metash.wire.HandshakeResponse;
import io.metash.wire.KvGetManyRequest;
import io.metash.wire.StreamItem;
import io.metash.wire.TxnOp;
import io.metash.wire.TxnPutRequest;
import io.metash.wire.TxnRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers larger than the window of a connection, and messages above the size limit. */
class StreamsTest {
    private static final int KEYS = 600;
    private static final String VALUE = "0123456789".repeat(1000);
    /** A stream that pauses for a second at every full buffer would take minutes. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path scratch;

    private static LiveService service;

    @BeforeAll
    static void start() throws IOException {
        service = new LiveService(scratch);
        try (MetaClient client = service.client()) {
            for (int i = 0; i < KEYS; i++) {
                client.upsert(key(i), Bytes.utf8(VALUE), null);
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    private static Bytes key(int i) {
        return Bytes.utf8("k/" + (1000 + i));
    }

    @Test
    void aLargeListStreams() {
        int keys = assertTimeoutPreemptively(SOON, () -> {
            int count = 0;
            try (MetaClient client = service.client();
                    KvCursor all = client.list(Bytes.utf8("k/"), -1)) {
                while (all.next()) {
                    assertEquals(key(count++), all.key());
                }
            }
            return count;
        });
        assertEquals(KEYS, keys);
    }

    @Test
    void aLargeExportStreams() {
        String text = assertTimeoutPreemptively(SOON, () -> {
            try (MetaClient client = service.client()) {
                return Stores.text(client.exportRecords(32));
            }
        });
        assertEquals(5 + 4 + KEYS, text.lines().count());
    }

    @Test
    void aLargeInitialWatchStreamsBeforeChanges() {
        assertTimeoutPreemptively(SOON, () -> {
            try (MetaClient client = service.client();
                    Watch watch = client.watch(Bytes.utf8("k/"), Bytes.utf8("k0"), true)) {
                for (int i = 0; i < KEYS; i++) {
                    assertEquals(key(i), watch.next().key());
                }
                assertEquals(null, watch.next().key());
                service.put("k/zz=1");
                assertEquals(Bytes.utf8("k/zz"), watch.next().key());
                try (MetaClient other = service.client()) {
                    other.delete(Bytes.utf8("k/zz"));
                }
            }
        });
    }

    private static byte[] token(RawCalls calls) throws Exception {
        HandshakeRequest hello = HandshakeRequest.newBuilder()
                .setPayload(BasicAuth.newBuilder().setUsername("root").build().toByteString())
                .build();
        RawCalls.Running running = calls.call("Handshake", null, List.of(hello.toByteArray()));
        assertEquals(Status.Code.OK, running.await().getCode());
        return HandshakeResponse.parseFrom(running.responses.take())
                .getPayload()
                .toByteArray();
    }

    @Test
    void manyKeysAreAnsweredInOrder() throws Exception {
        List<byte[]> requests = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = KEYS - 1; i >= 0; i--) {
                requests.add(KvGetManyRequest.newBuilder()
                        .setKeyBytes(ByteString.copyFrom(key(i).array()))
                        .build()
                        .toByteArray());
            }
        }
        try (RawCalls calls = new RawCalls(port())) {
            RawCalls.Running running = calls.call("KvGetMany", token(calls), requests);
            assertEquals(
                    Status.Code.OK, running.status.get(60, TimeUnit.SECONDS).getCode());
            assertEquals(requests.size(), running.responses.size());
            for (int i = 0; i < requests.size(); i++) {
                StreamItem item = StreamItem.parseFrom(running.responses.take());
                assertEquals(key(KEYS - 1 - i % KEYS).text(), item.getKey());
                assertEquals(VALUE, item.getValue().getData().toStringUtf8());
            }
        }
    }

    private static int port() {
        return Integer.parseInt(service.address().substring(service.address().indexOf(':') + 1));
    }

    /** The exact messages of a real server, before and after it applied a write (meta-service-api §0.14). */
    @Test
    void messagesAboveTheLimitAreRefused() throws Exception {
        ByteString half = ByteString.copyFrom(new byte[20 << 20]);
        TxnRequest put = TxnRequest.newBuilder()
                .addIfThen(TxnOp.newBuilder()
                        .setPut(TxnPutRequest.newBuilder().setKey("huge").setValue(half)))
                .build();
        try (LiveService other = new LiveService(scratch, "large", System::currentTimeMillis);
                RawCalls calls = new RawCalls(Integer.parseInt(
                        other.address().substring(other.address().indexOf(':') + 1)));
                MetaClient client = new MetaClient(
                        List.of(io.metash.client.Address.parse(other.address())),
                        ClientOptions.STANDARD,
                        Cancel::new)) {
            byte[] token = token(calls);
            RawCalls.Running first = calls.call("Transaction", token, List.of(put.toByteArray()));
            assertEquals(Status.Code.OK, first.await().getCode());
            RawCalls.Running second = calls.call("Transaction", token, List.of(put.toByteArray()));
            Status status = second.await();
            assertEquals(Status.Code.OUT_OF_RANGE, status.getCode());
            assertNotNull(status.getDescription());
            assertTrue(
                    status.getDescription()
                            .matches("Error, encoded message length too large: found 4194\\d{4} bytes, the limit is:"
                                    + " 33554432 bytes"),
                    status.getDescription());
            assertEquals(2, client.get(Bytes.utf8("huge")).seq());
            TxnRequest larger =
                    put.toBuilder().addAllIfThen(put.getIfThenList()).build();
            status = calls.call("Transaction", token, List.of(larger.toByteArray()))
                    .await();
            assertEquals(
                    "OUT_OF_RANGE Error, decoded message length too large: found " + larger.getSerializedSize()
                            + " bytes, the limit is: 33554432 bytes",
                    status.getCode() + " " + status.getDescription());
            assertEquals(2, client.status().lastSeq());
        }
    }
}
