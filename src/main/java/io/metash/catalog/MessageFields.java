package io.metash.catalog;

import java.util.Arrays;

/**
 * The fields of a protobuf message, one after the other, without its schema. Where the bytes are no message the fields end:
 * {@link #broken} tells.
 */
final class MessageFields {
    private static final int NUMBER = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;

    private final byte[] data;
    private final int end;
    private int at;
    private int field;
    private int type;
    private long value;
    private int from;
    private boolean broken;

    private MessageFields(byte[] data, int from, int end) {
        this.data = data;
        this.at = from;
        this.end = end;
    }

    static MessageFields of(byte[] data) {
        return new MessageFields(data, 0, data.length);
    }

    /** The next field; false when there is none. */
    boolean next() {
        if (at >= end || broken) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        from = at;
        switch (type) {
            case NUMBER -> value = varint();
            case EIGHT_BYTES -> at += 8;
            case FOUR_BYTES -> at += 4;
            case BYTES -> {
                long length = varint();
                from = at;
                if (length < 0 || length > end - at) {
                    broken = true;
                } else {
                    at += (int) length;
                }
            }
            default -> broken = true;
        }
        broken |= at > end || tag >>> 3 == 0 || tag >>> 3 > Integer.MAX_VALUE >> 2;
        return !broken;
    }

    private long varint() {
        long number = 0;
        for (int shift = 0; shift < 64 && at < end; shift += 7) {
            byte b = data[at++];
            number |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return number;
            }
        }
        broken = true;
        return 0;
    }

    /** Whether the bytes turned out to be no message. */
    boolean broken() {
        return broken;
    }

    /** Whether this is the field of that number, and holds a number. */
    boolean isNumber(int number) {
        return field == number && type == NUMBER;
    }

    /** Whether this is the field of that number, and holds text, a message or a packed list. */
    boolean isBytes(int number) {
        return field == number && type == BYTES;
    }

    /** The number of a field. */
    int field() {
        return field;
    }

    /** The number that it holds, u64. */
    long value() {
        return value;
    }

    /** The bytes that it holds. */
    byte[] bytes() {
        return Arrays.copyOfRange(data, from, at);
    }

    /** The message that it holds. */
    MessageFields message() {
        return new MessageFields(data, from, at);
    }

    /** The numbers of a packed list; as many as are sound. */
    long[] numbers() {
        MessageFields list = message();
        long[] numbers = new long[at - from];
        int count = 0;
        while (list.at < list.end) {
            long number = list.varint();
            if (list.broken) {
                break;
            }
            numbers[count++] = number;
        }
        return Arrays.copyOf(numbers, count);
    }

    /** The number of the first field so numbered, or 0. */
    long firstNumber(int number) {
        while (next()) {
            if (isNumber(number)) {
                return value;
            }
        }
        return 0;
    }
}
