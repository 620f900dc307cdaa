package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.testing.FakeService;
import io.metash.wire.BooleanExpression;
import io.metash.wire.ConditionalOperation;
import io.metash.wire.PutSequential;
import io.metash.wire.TxnCondition;
import io.metash.wire.TxnDeleteByPrefixRequest;
import io.metash.wire.TxnOp;
import io.metash.wire.TxnPutRequest;
import io.metash.wire.TxnRequest;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Requests that stop, abort or mislead a real server are refused, each at its limit, and nothing is sent. */
class UnsafeRequestsTest {
    private static final long STOPS_MS = 8_210_266_876_800_000L;

    private static void refused(String what, Executable sending) {
        Failure failure = assertThrows(Failure.class, sending);
        assertEquals(ExitStatus.REFUSED, failure.status());
        assertTrue(failure.what().startsWith(what), failure.what());
        assertTrue(failure.why() != null && !failure.why().isEmpty(), failure.what());
    }

    @Test
    void exportChunkSizesAreChecked() {
        UnsafeRequests.chunkLines(1);
        UnsafeRequests.chunkLines(10_000);
        for (long lines : new long[] {0, 10_001, 1L << 32, -1}) {
            refused("unsafe chunk size " + U64.text(lines), () -> UnsafeRequests.chunkLines(lines));
        }
    }

    @Test
    void expiryTimesAreChecked() {
        UnsafeRequests.expireAt(0);
        UnsafeRequests.expireAt(100_000_000_000L);
        UnsafeRequests.expireAt(STOPS_MS - 1);
        for (long time : new long[] {STOPS_MS, Long.MAX_VALUE, -1}) {
            refused("unsafe expiry time " + U64.text(time), () -> UnsafeRequests.expireAt(time));
        }
    }

    @Test
    void prefixesAreChecked() {
        for (String good : new String[] {"", "a", "\uD7FFa", "\uD7FE", "\uE000"}) {
            UnsafeRequests.prefix(Bytes.utf8(good));
        }
        for (String bad : new String[] {"\uD7FF", "a/\uD7FF"}) {
            refused("unsafe prefix: it ends in U+D7FF", () -> UnsafeRequests.prefix(Bytes.utf8(bad)));
        }
    }

    private static TxnOp put(long expireAt) {
        return TxnOp.newBuilder()
                .setPut(TxnPutRequest.newBuilder().setKey("k").setExpireAt(expireAt))
                .build();
    }

    private static TxnOp next(long expireAt) {
        return TxnOp.newBuilder()
                .setPutSequential(PutSequential.newBuilder().setPrefix("p").setExpiresAtMs(expireAt))
                .build();
    }

    private static TxnOp deletePrefix(String prefix) {
        return TxnOp.newBuilder()
                .setDeleteByPrefix(TxnDeleteByPrefixRequest.newBuilder().setPrefix(prefix))
                .build();
    }

    private static TxnCondition count(String prefix) {
        return TxnCondition.newBuilder().setKey(prefix).setKeysWithPrefix(1).build();
    }

    private static BooleanExpression nested(int levels, TxnCondition inside) {
        BooleanExpression.Builder expression = BooleanExpression.newBuilder().addConditions(inside);
        for (int i = 1; i < levels; i++) {
            expression = BooleanExpression.newBuilder().addSubExpressions(expression);
        }
        return expression.build();
    }

    /** Unsafe requests in every part of a transaction. */
    @Test
    void partsOfTransactionsAreChecked() {
        List<TxnOp> bad = List.of(put(STOPS_MS), next(STOPS_MS), deletePrefix("a\uD7FF"));
        List<TxnOp> good = List.of(put(STOPS_MS - 1), next(STOPS_MS - 1), deletePrefix("a"));
        List<java.util.function.BiConsumer<TxnRequest.Builder, TxnOp>> places = List.of(
                TxnRequest.Builder::addIfThen,
                TxnRequest.Builder::addElseThen,
                (txn, op) -> txn.addOperations(ConditionalOperation.newBuilder().addOperations(op)));
        for (var place : places) {
            for (TxnOp op : good) {
                TxnRequest.Builder txn = TxnRequest.newBuilder();
                place.accept(txn, op);
                UnsafeRequests.transaction(txn.build());
            }
            for (TxnOp op : bad) {
                TxnRequest.Builder txn = TxnRequest.newBuilder().addIfThen(good.get(0));
                place.accept(txn, op);
                refused("", () -> UnsafeRequests.transaction(txn.build()));
            }
        }
        UnsafeRequests.transaction(
                TxnRequest.newBuilder().addCondition(count("a")).build());
        refused(
                "unsafe prefix: it ends in U+D7FF",
                () -> UnsafeRequests.transaction(
                        TxnRequest.newBuilder().addCondition(count("\uD7FF")).build()));
    }

    @Test
    void nestedConditionsAreChecked() {
        Consumer<BooleanExpression> send = predicate -> UnsafeRequests.transaction(TxnRequest.newBuilder()
                .addOperations(ConditionalOperation.newBuilder().setPredicate(predicate))
                .build());
        send.accept(nested(97, count("a")));
        refused("unsafe conditions: they are nested deeper than 97 levels", () -> send.accept(nested(98, count("a"))));
        refused("unsafe prefix: it ends in U+D7FF", () -> send.accept(nested(97, count("\uD7FF"))));
    }

    @Test
    void requestSizesAreChecked() {
        TxnRequest.Builder most = TxnRequest.newBuilder()
                .addIfThen(TxnOp.newBuilder()
                        .setPut(TxnPutRequest.newBuilder()
                                .setKey("k")
                                .setValue(ByteString.copyFrom(new byte[33_554_400]))));
        int more = 33_554_432 - most.build().getSerializedSize();
        most.getIfThenBuilder(0).getPutBuilder().setKey("k".repeat(1 + more));
        assertEquals(33_554_432, most.build().getSerializedSize());
        UnsafeRequests.transaction(most.build());
        most.getIfThenBuilder(0).getPutBuilder().setKey("k".repeat(2 + more));
        refused("the transaction is larger than a server accepts", () -> UnsafeRequests.transaction(most.build()));
    }

    /** Every client call that could send one of them. */
    @Test
    void theClientSendsNoneOfThem() throws IOException {
        try (FakeService service = new FakeService();
                MetaClient client = new MetaClient(
                        List.of(Address.parse(service.address())),
                        ClientOptions.STANDARD,
                        io.metash.record.Cancel::new)) {
            Bytes bad = Bytes.utf8("a\uD7FF");
            refused("unsafe prefix", () -> client.list(bad, -1));
            refused("unsafe expiry time", () -> client.upsert(Bytes.utf8("k"), Bytes.EMPTY, null, STOPS_MS));
            refused(
                    "the transaction is larger",
                    () -> client.upsert(Bytes.utf8("k"), Bytes.of(new byte[33_554_432]), null));
            refused("unsafe chunk size", () -> client.export(0));
            refused("unsafe chunk size", () -> client.exportRecords(10_001));
            assertEquals(List.of(), service.asked);
        }
    }
}
