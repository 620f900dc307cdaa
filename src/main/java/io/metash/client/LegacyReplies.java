package io.metash.client;

import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.wire.RaftReply;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses answers of servers before 1.2.163, which read by KvApi: JSON in a {@code RaftReply} (meta-service-api §3.2).
 */
final class LegacyReplies {
    private static final Shape VALUE = new Shape.Option(Shapes.SEQ_V);

    private LegacyReplies() {}

    private static byte[] data(RaftReply reply, Address address) {
        if (!reply.getError().isEmpty()) {
            throw Failure.of(ExitStatus.UNREACHABLE, "the meta service reports an error")
                    .at(address.toString())
                    .because(reply.getError());
        }
        return reply.getData().getBytes(StandardCharsets.UTF_8);
    }

    static @Nullable SeqV value(RaftReply reply, Address address) {
        byte[] data = data(reply, address);
        return (SeqV) JsonText.read(VALUE, data, 0, data.length, "the answer of " + address);
    }

    static KvCursor list(RaftReply reply, Address address) {
        byte[] data = data(reply, address);
        if (!(JsonText.readAny(data, "the answer of " + address) instanceof List<?> list)) {
            throw new UnexpectedAnswer("it is not a list of keys");
        }
        Iterator<?> pairs = list.iterator();
        return new KvCursor() {
            private Bytes key = Bytes.EMPTY;
            private @Nullable SeqV value;

            @Override
            public boolean next() {
                if (!pairs.hasNext()) {
                    return false;
                }
                List<?> pair = (List<?>) pairs.next();
                byte[] text = JsonText.anyToString(pair.get(1)).getBytes(StandardCharsets.UTF_8);
                key = Bytes.utf8((String) pair.get(0));
                value = (SeqV) JsonText.read(Shapes.SEQ_V, text, 0, text.length, "the answer of " + address);
                return true;
            }

            @Override
            public Bytes key() {
                return key;
            }

            @Override
            public SeqV value() {
                return Objects.requireNonNull(value, "the cursor is at no key");
            }

            @Override
            public void close() {}
        };
    }
}
