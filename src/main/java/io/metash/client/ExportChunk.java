package io.metash.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.metash.wire.ExportedChunk;
import java.io.IOException;
import java.util.Arrays;

/** The lines of a message of an export, in the bytes of the message: no object per line. */
final class ExportChunk {
    private static final int DATA = ExportedChunk.DATA_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int USUAL_LINES = 32;

    private final byte[] message;
    private final int lines;
    /** Start and end of each line. */
    private final int[] bounds;

    private ExportChunk(byte[] message, int[] bounds, int lines) {
        this.message = message;
        this.bounds = bounds;
        this.lines = lines;
    }

    /**
     * Finds the lines of a serialized {@link ExportedChunk}.
     *
     * @throws InvalidProtocolBufferException when the bytes are no such message
     */
    static ExportChunk parse(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        int[] bounds = new int[2 * USUAL_LINES];
        int lines = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag != DATA) {
                if (!in.skipField(tag)) {
                    throw new InvalidProtocolBufferException("an end of a group that has no start");
                }
                continue;
            }
            int length = in.readRawVarint32();
            int from = in.getTotalBytesRead();
            in.skipRawBytes(length);
            if (2 * lines == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
            bounds[2 * lines] = from;
            bounds[2 * lines + 1] = from + length;
            lines++;
        }
        return new ExportChunk(message, bounds, lines);
    }

    /** The bytes of the message. */
    byte[] message() {
        return message;
    }

    /** The number of lines. */
    int lines() {
        return lines;
    }

    /** The position of a line in the message. */
    int from(int line) {
        return bounds[2 * line];
    }

    /** The position after a line, which has no line end. */
    int to(int line) {
        return bounds[2 * line + 1];
    }
}
