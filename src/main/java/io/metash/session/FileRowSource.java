package io.metash.session;

import io.metash.record.MetaRecord;
import java.io.IOException;

/** The rows of one kind in an export file, in ascending order. */
interface FileRowSource {
    /** Walks from the first row at or above a key on. */
    Walk from(byte[] key) throws IOException;

    /** A walk over rows. */
    interface Walk {
        /** The next row, or null at the end. */
        MetaRecord next() throws IOException;

        /** The position of the last row, for messages. */
        String position();

        /** How many bytes were read. */
        long bytesRead();
    }
}
