package io.metash.upgrade;

import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lifted rows of one kind, in order. */
interface LiftedPart extends Closeable {
    /** Whether a record is a row of a kind. */
    static boolean isOf(LineKind kind, MetaRecord record) {
        return switch (kind) {
            case LOGS -> record instanceof MetaRecord.Log;
            case EXPIRE -> record instanceof MetaRecord.Expire;
            default -> record instanceof MetaRecord.Kv;
        };
    }

    /** The next row, or null. */
    @Nullable
    MetaRecord next() throws IOException;

    /** The line of the last row in the text; 0 for a row that was added. */
    long line();

    /** Where the last row came from, for messages. */
    String position();

    /** The bytes of the text up to the end of the last row. */
    long bytesRead();

    /** The rest in pieces that several threads may read; null when it cannot be cut. */
    @Nullable
    Pieces pieces();
}
