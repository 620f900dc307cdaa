package io.metash.session;

import io.metash.record.MetaRecord;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows of one kind in an export file, ascending. */
interface FileRowSource {
    /** Iterates from the first row at or above a key. */
    Walk from(byte[] key) throws IOException;

    /** Iterates over rows. */
    interface Walk {
        /** Returns the next row, or null at the end. */
        @Nullable
        MetaRecord next() throws IOException;

        /** The position of the last row, for messages. */
        String position();

        /** The number of bytes read. */
        long bytesRead();
    }
}
