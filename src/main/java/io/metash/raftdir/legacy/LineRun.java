package io.metash.raftdir.legacy;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sequence of consecutive lines of a legacy store. */
interface LineRun extends Closeable {
    /** The next line, or null at the end of the run. */
    byte @Nullable [] next() throws IOException;

    /** The text file that the lines come from; empty for other sources. */
    default Optional<String> file() {
        return Optional.empty();
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
