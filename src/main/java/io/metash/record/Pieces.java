package io.metash.record;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The input of a source, split into pieces that several threads may parse concurrently. */
public interface Pieces {
    /** The next piece, or null at the end; called by one thread. */
    @Nullable
    Piece next() throws IOException;

    /** A part of the input that ends at a record boundary. */
    interface Piece {
        /**
         * Parses the piece; called once, on any thread. Returns null on an error, which {@link #records} then
         * reports.
         */
        @Nullable
        List<MetaRecord> read();

        /**
         * The records of the piece; called once per piece, in input order.
         *
         * @throws Failure when the piece is damaged, with its place
         */
        List<MetaRecord> records();

        /** The line number of a record of this piece, by the record's index. */
        long line(int record);

        /** The byte offset of a record in the text, by the record's index; -1 where there is no text. */
        default long offset(int record) {
            return -1;
        }

        /** The input bytes up to the end of this piece. */
        long bytesRead();

        /** The size of this piece in bytes. */
        int bytes();
    }
}
