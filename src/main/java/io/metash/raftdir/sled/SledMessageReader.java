package io.metash.raftdir.sled;

import io.metash.record.U64;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Reads single messages from {@code db}, with the checks in the order of sled-0.34 §3.3. */
final class SledMessageReader {
    /** The smallest position of a message in its segment: after the segment's header. */
    static final int FIRST = LogSegments.HEADER_BYTES;
    /** No message starts in the last bytes of a segment. */
    static final int LONGEST_HEADER_BYTES = 32;

    private static final int CHECKSUM_BYTES = 4;
    private static final int FIRST_READ_BYTES = 128;

    private final FileWindow window;
    private final int segmentSize;
    private final LargeItems large;

    SledMessageReader(FileWindow window, int segmentSize, LargeItems large) {
        this.window = window;
        this.segmentSize = segmentSize;
        this.large = large;
    }

    /** Whether a message can start at an lsn. */
    boolean canStartAt(long lsn) {
        long inSegment = Math.floorMod(lsn, segmentSize);
        return inSegment >= FIRST && inSegment <= segmentSize - LONGEST_HEADER_BYTES;
    }

    /** Reads the message of an lsn at a file offset, and any large item it points to. */
    Message read(long lsn, long offset) throws IOException {
        Message message = readInline(lsn, offset);
        if (!message.isGood() || !message.kind().large()) {
            return message;
        }
        if (message.body().length != large.pointerBytes()) {
            return message.as(Message.Outcome.CORRUPT, "a pointer of " + message.body().length + " bytes");
        }
        LargePointer pointer = large.pointer(new SledBytes(message.body()));
        return switch (large.check(pointer, message.kind())) {
            case SOUND -> message;
            case DANGLING -> message.as(Message.Outcome.DANGLING, "its item is not in " + large.place(pointer));
            case UNREADABLE -> message.as(Message.Outcome.UNREADABLE, "checksum mismatch in " + large.place(pointer));
            case WRONG_KIND ->
                throw SledDamage.item(
                        large.place(pointer), "the slot holds an item of another kind than its page says");
        };
    }

    /** Returns the pointer to a message's large item. */
    LargePointer pointer(Message message) {
        return large.pointer(new SledBytes(message.body()));
    }

    /** Reads a message without checking large items. */
    Message readInline(long lsn, long offset) throws IOException {
        int from = window.move(offset, FIRST_READ_BYTES);
        SledBytes in = new SledBytes(window.bytes(), from, from + FIRST_READ_BYTES);
        int stored = (int) in.fixed(CHECKSUM_BYTES);
        MessageKind kind = MessageKind.of(in.u8());
        long length = in.varint();
        long number = in.varint();
        long pid = in.varint();
        int header = in.at() - from;
        long left = segmentSize - Math.floorMod(lsn, segmentSize) - header;
        if (length < 0 || length > left) {
            return corrupt(lsn, offset, "a body of " + U64.text(length) + " bytes where the segment has " + left);
        }
        if (kind == MessageKind.CORRUPTED) {
            return corrupt(lsn, offset, "no message starts here");
        }
        int size = header + (int) length;
        if (size > FIRST_READ_BYTES && offset + size > window.size()) {
            return Message.bad(
                    Message.Outcome.UNREADABLE,
                    lsn,
                    offset,
                    "a message of " + size + " bytes where the file has " + (window.size() - offset));
        }
        int at = window.move(offset, Math.max(size, FIRST_READ_BYTES));
        byte[] bytes = window.bytes();
        CRC32 crc = new CRC32();
        crc.update(bytes, at + header, (int) length);
        crc.update(bytes, at + CHECKSUM_BYTES, header - CHECKSUM_BYTES);
        int computed = ~(int) crc.getValue();
        if (stored != computed) {
            return corrupt(
                    lsn, offset, String.format("checksum mismatch: stored %08x, computed %08x", stored, computed));
        }
        if (number != Math.floorDiv(lsn, segmentSize)) {
            return corrupt(
                    lsn,
                    offset,
                    "a message of segment " + U64.text(number) + " where segment " + Math.floorDiv(lsn, segmentSize)
                            + " is expected");
        }
        byte[] body = Arrays.copyOfRange(bytes, at + header, at + size);
        return Message.good(kind, lsn, offset, pid, body, lsn + size);
    }

    private static Message corrupt(long lsn, long offset, String why) {
        return Message.bad(Message.Outcome.CORRUPT, lsn, offset, why);
    }

    /**
     * Finds the first valid message of a segment from an lsn on, or -1: after damage, a message may start at any
     * byte.
     */
    long findValid(long lsn, long offset) throws IOException {
        for (int i = 0; canStartAt(lsn + i); i++) {
            if (offset + i >= window.size()) {
                return -1;
            }
            boolean possible = numberAt(offset + i) == Math.floorDiv(lsn, segmentSize);
            if (possible && readInline(lsn + i, offset + i).isGood()) {
                return lsn + i;
            }
        }
        return -1;
    }

    /**
     * Returns the number of the segment for which the message at an offset was written, or -1 without a complete
     * message.
     */
    long segmentNumber(long offset) throws IOException {
        long number = numberAt(offset);
        boolean possible = number >= 0 && number <= Long.MAX_VALUE / segmentSize - 1;
        long lsn = number * segmentSize + Math.floorMod(offset, segmentSize);
        if (possible && readInline(lsn, offset).isGood()) {
            return number;
        }
        return -1;
    }

    /** Returns the unchecked segment number in a possible message header; -1 for an unknown kind. */
    private long numberAt(long offset) throws IOException {
        int from = window.move(offset, FIRST_READ_BYTES);
        int kind = window.bytes()[from + CHECKSUM_BYTES];
        if (kind < 0 || MessageKind.of(kind) == MessageKind.CORRUPTED) {
            return -1;
        }
        SledBytes in = new SledBytes(window.bytes(), from + CHECKSUM_BYTES + 1, from + FIRST_READ_BYTES);
        in.varint();
        return in.varint();
    }

    /** Whether the rest of a segment contains messages from an earlier use of its bytes. */
    boolean holdsEarlier(long lsn, long offset) throws IOException {
        for (int i = 0; canStartAt(lsn + i) && offset + i < window.size(); i++) {
            if (segmentNumber(offset + i) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the rest of a segment, or of the file before its end, is zeros. */
    boolean zeroFrom(long lsn, long offset) throws IOException {
        long left = Math.min(segmentSize - Math.floorMod(lsn, segmentSize), window.size() - offset);
        while (left > 0) {
            int part = (int) Math.min(left, FIRST_READ_BYTES);
            int from = window.move(offset, part);
            for (int i = 0; i < part; i++) {
                if (window.bytes()[from + i] != 0) {
                    return false;
                }
            }
            offset += part;
            left -= part;
        }
        return true;
    }
}
