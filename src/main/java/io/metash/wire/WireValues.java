package io.metash.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;

/** Converts keys and values between protobuf messages and records, copying as little as possible. */
public final class WireValues {
    private WireValues() {}

    /** Converts bytes of a message; shared, not copied. */
    public static Bytes bytes(ByteString bytes) {
        return Bytes.of(bytes.toByteArray());
    }

    /** Converts bytes for a message; shared, not copied. */
    public static ByteString bytes(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.array());
    }

    /** Converts a value of a message. */
    public static io.metash.record.SeqV value(SeqV value) {
        KvMeta meta = null;
        if (value.hasMeta()) {
            KVMeta m = value.getMeta();
            Long expireAt = m.hasExpireAt() ? m.getExpireAt() : null;
            Long proposedAtMs = m.hasProposedAtMs() ? m.getProposedAtMs() : null;
            meta = new KvMeta(expireAt, proposedAtMs);
        }
        return new io.metash.record.SeqV(value.getSeq(), meta, bytes(value.getData()));
    }

    /** Converts a value for a message; must not be null. */
    public static SeqV value(io.metash.record.SeqV value) {
        SeqV.Builder message = SeqV.newBuilder().setSeq(value.seq()).setData(bytes(value.data()));
        if (value.meta() != null) {
            KVMeta.Builder meta = KVMeta.newBuilder();
            if (value.meta().expireAt() != null) {
                meta.setExpireAt(value.meta().expireAt());
            }
            if (value.meta().proposedAtMs() != null) {
                meta.setProposedAtMs(value.meta().proposedAtMs());
            }
            message.setMeta(meta);
        }
        return message.build();
    }
}
