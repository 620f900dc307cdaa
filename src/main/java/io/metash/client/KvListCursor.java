package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.wire.StreamItem;
import io.metash.wire.WireValues;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Streams listed keys from a server. */
final class KvListCursor implements KvCursor {
    private final ResponseStream<?, StreamItem> call;
    private final Address address;
    private final Bytes prefix;
    private @Nullable StreamItem ahead;
    private @Nullable StreamItem item;
    private @Nullable Bytes key;

    KvListCursor(ResponseStream<?, StreamItem> call, @Nullable StreamItem first, Address address, Bytes prefix) {
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
            if (item == null) {
                return false;
            }
            check(item);
            return true;
        } catch (UnexpectedAnswer unexpected) {
            throw unexpected.failure(address);
        } catch (CallException failed) {
            throw CallErrors.render(failed);
        }
    }

    /** Checks order and range, which callers rely on. */
    private void check(StreamItem read) {
        Bytes before = key;
        Bytes next = WireValues.bytes(read.getKeyBytes());
        key = next;
        if (!next.startsWith(prefix)) {
            throw new UnexpectedAnswer("it has a key without the requested prefix");
        }
        if (before != null && before.compareTo(next) >= 0) {
            throw new UnexpectedAnswer("the keys are not in ascending order");
        }
    }

    @Override
    public Bytes key() {
        return Objects.requireNonNull(key, "the cursor is at no key");
    }

    @Override
    public SeqV value() {
        return WireValues.value(
                Objects.requireNonNull(item, "the cursor is at no key").getValue());
    }

    @Override
    public void close() {
        call.close();
    }
}
