package io.metash.raftdir;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.MetaText;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvMeta;
import io.metash.record.U64;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value of a snapshot row (raft-dir-v004 §3.5): {@code 01 | varint | meta JSON | varint | data}, numbers in bincode
 * (raft-dir-v004 §0.4). In an expiry row the data is the user's key and there is no meta.
 *
 * @param meta expiry and proposal time, or null
 * @param data the bytes
 */
public record RowValue(@Nullable KvMeta meta, Bytes data) {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_META = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final KvMeta EMPTY = new KvMeta(null, null);
    private static final int VERSION = 1;

    /** Parses a value; {@code where} names the table and the row, for messages. */
    public static RowValue parse(byte[] bytes, String where) {
        return new Parser(bytes, where).parse();
    }

    /** The encoded value. */
    public byte[] bytes() {
        Head head = new Head();
        head.of(meta, data.length());
        byte[] bytes = Arrays.copyOf(head.bytes(), head.length() + data.length());
        System.arraycopy(data.array(), 0, bytes, head.length(), data.length());
        return bytes;
    }

    /** The encoding before the data, in a reusable buffer. */
    public static final class Head {
        private final JsonOut json = new JsonOut(128);
        private byte[] bytes = new byte[128];
        private int length;

        /** Encodes the head of a value with this meta, or null, and {@code dataLength} bytes of data. */
        public void of(@Nullable KvMeta meta, int dataLength) {
            byte[] text = NULL;
            int textLength = NULL.length;
            if (meta != null) {
                json.reset();
                MetaText.write(meta, json);
                text = json.array();
                textLength = json.length();
            }
            if (bytes.length < textLength + 11) {
                bytes = new byte[textLength * 2 + 11];
            }
            bytes[0] = VERSION;
            length = 1;
            varint(textLength);
            System.arraycopy(text, 0, bytes, length, textLength);
            length += textLength;
            varint(dataLength);
        }

        /** The buffer. */
        public byte[] bytes() {
            return bytes;
        }

        /** The number of valid bytes in the buffer. */
        public int length() {
            return length;
        }

        private void varint(int number) {
            if (number <= 250) {
                bytes[length++] = (byte) number;
            } else if (number <= 0xFFFF) {
                bytes[length++] = (byte) 0xFB;
                fixed(number, 2);
            } else {
                bytes[length++] = (byte) 0xFC;
                fixed(number, 4);
            }
        }

        private void fixed(int number, int size) {
            for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
                bytes[length++] = (byte) (number >>> shift);
            }
        }
    }

    private static final class Parser {
        private final byte[] bytes;
        private final String where;
        private int at;

        Parser(byte[] bytes, String where) {
            this.bytes = bytes;
            this.where = where;
        }

        RowValue parse() {
            int version = -1;
            if (bytes.length != 0) {
                version = bytes[at++] & 0xFF;
            }
            if (version != VERSION) {
                throw damaged(version < 0 ? "it is empty" : "its version is " + version + ", expected 1");
            }
            int metaLength = length("meta");
            KvMeta meta = meta(at, metaLength);
            at += metaLength;
            int dataLength = length("data");
            if (at + dataLength != bytes.length) {
                throw damaged((bytes.length - at - dataLength) + " extra bytes follow its data");
            }
            return new RowValue(meta, Bytes.of(Arrays.copyOfRange(bytes, at, at + dataLength)));
        }

        private @Nullable KvMeta meta(int from, int length) {
            if (Arrays.equals(bytes, from, from + length, NULL, 0, NULL.length)) {
                return null;
            }
            if (Arrays.equals(bytes, from, from + length, EMPTY_META, 0, EMPTY_META.length)) {
                return EMPTY;
            }
            return MetaText.read(bytes, from, from + length, where);
        }

        private int length(String of) {
            long length = varint();
            if (length < 0 || length > bytes.length - at) {
                throw damaged("its " + of + " has a length of " + U64.text(length) + " bytes, but only "
                        + (bytes.length - at) + " remain");
            }
            return (int) length;
        }

        private long varint() {
            int first = 0xFF;
            if (at < bytes.length) {
                first = bytes[at++] & 0xFF;
            }
            if (first <= 250) {
                return first;
            }
            int size =
                    switch (first) {
                        case 0xFB -> 2;
                        case 0xFC -> 4;
                        case 0xFD -> 8;
                        default -> 0;
                    };
            if (size == 0 || size > bytes.length - at) {
                throw damaged("a length in it is truncated or invalid");
            }
            long number = 0;
            for (int i = 0; i < size; i++) {
                number = number << 8 | bytes[at++] & 0xFF;
            }
            return number;
        }

        private Failure damaged(String why) {
            return Failure.of(ExitStatus.DAMAGED, "the value of a row cannot be read")
                    .at(where)
                    .because(why)
                    .next("restore the store from a backup");
        }
    }
}
