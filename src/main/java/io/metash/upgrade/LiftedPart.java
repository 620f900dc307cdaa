package io.metash.upgrade;

import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The converted rows of one kind, in order. */
interface LiftedPart extends Closeable {
    /** Whether a record is a row of a kind. */
    static boolean isOf(LineKind kind, MetaRecord record) {
        return switch (kind) {
            case LOGS -> record instanceof MetaRecord.Log;
            case EXPIRE -> record instanceof MetaRecord.Expire;
            default -> record instanceof MetaRecord.Kv;
        };
    }

    /** Returns the next row, or null. */
    @Nullable
    MetaRecord next() throws IOException;

    /** The line of the last row in the text; 0 for an added row. */
    long line();

    /** The origin of the last row, for messages. */
    String position();

    /** The bytes of the text up to the end of the last row. */
    long bytesRead();

    /** Returns the rest in pieces for several threads; null when it cannot be split. */
    @Nullable
    Pieces pieces();
}
