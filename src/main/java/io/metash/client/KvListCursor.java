package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.wire.StreamItem;
import io.metash.wire.WireValues;

/** Streams listed keys from a server. */
final class KvListCursor implements KvCursor {
    private final ResponseStream<?, StreamItem> call;
    private final Address address;
    private final Bytes prefix;
    private StreamItem ahead;
    private StreamItem item;
    private Bytes key;

    KvListCursor(ResponseStream<?, StreamItem> call, StreamItem first, Address address, Bytes prefix) {
        this.call = call;
        this.ahead = first;
        this.address = address;
        this.prefix = prefix;
    }

    @Override
    public boolean next() {
        try {
            if (ahead != null || item == null) {
                item = ahead;
            } else {
                item = call.next();
            }
            ahead = null;
            if (item != null) {
                check();
            }
            return item != null;
        } catch (UnexpectedAnswer unexpected) {
            throw unexpected.failure(address);
        } catch (CallException failed) {
            throw CallErrors.render(failed);
        }
    }

    /** Checks order and range, which callers rely on. */
    private void check() {
        Bytes before = key;
        key = WireValues.bytes(item.getKeyBytes());
        if (!key.startsWith(prefix)) {
            throw new UnexpectedAnswer("it has a key without the requested prefix");
        }
        if (before != null && before.compareTo(key) >= 0) {
            throw new UnexpectedAnswer("the keys are not in ascending order");
        }
    }

    @Override
    public Bytes key() {
        return key;
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
