package io.metash.raftdir.legacy;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A sequence of consecutive lines of a legacy store. */
interface LineRun extends Closeable {
    /** The next line, or null at the end of the run. */
    byte @Nullable [] next() throws IOException;

    /**
     * Returns the place of a line, for messages.
     *
     * @param store the path of the store
     * @param number the number of the line in this run, from 1
     */
    default String place(String store, long number) {
        return store;
    }

    @Override
    default void close() throws IOException {}

    /** Creates a run of given lines. */
    static LineRun of(byte[]... lines) {
        return new LineRun() {
            private int next;

            @Override
            public byte @Nullable [] next() {
                if (next < lines.length) {
                    return lines[next++];
                }
                return null;
            }
        };
    }
}
