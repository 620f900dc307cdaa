package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.wire.StreamItem;
import io.metash.wire.WireValues;

/** Keys as they come from a server. */
final class KvListCursor implements KvCursor {
    private final ResponseStream<?, StreamItem> call;
    private StreamItem ahead;
    private StreamItem item;

    KvListCursor(ResponseStream<?, StreamItem> call, StreamItem first) {
        this.call = call;
        this.ahead = first;
    }

    @Override
    public boolean next() {
        try {
            item = ahead != null ? ahead : item == null ? null : call.next();
            ahead = null;
            return item != null;
        } catch (CallException failed) {
            throw CallErrors.render(failed);
        }
    }

    @Override
    public Bytes key() {
        return WireValues.bytes(item.getKeyBytes());
    }

    @Override
    public SeqV value() {
        return WireValues.value(item.getValue());
    }

    @Override
    public void close() {
        call.close();
    }
}
