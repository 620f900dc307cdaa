package io.metash.record;

import java.io.IOException;
import java.util.List;

/** The input of a source cut into pieces that several threads may read at once. */
public interface Pieces {
    /** The next piece, or null at the end; called by one thread. */
    Piece next() throws IOException;

    /** A part of the input, ending where a record ends. */
    interface Piece {
        /** Reads the piece; called once, by any thread. Null when something is wrong, which {@link #records} then says. */
        List<MetaRecord> read();

        /**
         * The records; called once, piece after piece in the order of the input.
         *
         * @throws Failure when the piece is damaged, with its place
         */
        List<MetaRecord> records();

        /** The line of a record, by its number in the piece. */
        long line(int record);

        /** How many bytes of the input are behind its end. */
        long bytesRead();

        /** How many bytes of the input it is. */
        int bytes();
    }
}
