package io.metash.server;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.state.OverlayStore;
import io.metash.state.ReadStore;
import io.metash.wire.StreamItem;
import io.metash.wire.WireValues;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Predicate;

/** The state at one point in time, without expired keys (meta-service-api §3.3 to §3.5). */
final class ReadView implements Closeable {
    private final StoreRows.View view;
    private final ReadStore state;
    private final long nowMs;

    ReadView(StoreRows.View view, long nowMs) {
        this.view = view;
        this.state = new OverlayStore(ReadStore.EMPTY, view);
        this.nowMs = nowMs;
    }

    private boolean alive(SeqV value) {
        Long expiresMs = null;
        if (value.meta() != null) {
            expiresMs = value.meta().expireAtMs();
        }
        return expiresMs == null || U64.compare(expiresMs, nowMs) >= 0;
    }

    /** Returns the answer for a key, with the value of a live key. */
    StreamItem get(Bytes key) throws IOException {
        SeqV value = state.get(key);
        StreamItem.Builder item = StreamItem.newBuilder().setKeyBytes(WireValues.bytes(key));
        if (value != null && alive(value)) {
            item.setValue(WireValues.value(value));
        }
        return item.build();
    }

    /** Passes on the live keys with a prefix, ascending, until the end or until {@code to} stops. */
    void list(Bytes prefix, Predicate<StreamItem> to) throws IOException {
        try (KvCursor keys = state.scan(prefix, null)) {
            while (keys.next() && keys.key().startsWith(prefix)) {
                if (alive(keys.value())
                        && !to.test(StreamItem.newBuilder()
                                .setKeyBytes(WireValues.bytes(keys.key()))
                                .setValue(WireValues.value(keys.value()))
                                .build())) {
                    return;
                }
            }
        }
    }

    /** Iterates over a range including expired keys, for the initial state of a watch. */
    KvCursor range(Bytes from, Bytes toExclusive) throws IOException {
        return state.scan(from, toExclusive);
    }

    @Override
    public void close() {
        view.close();
    }
}
