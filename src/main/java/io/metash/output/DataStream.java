package io.metash.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A print stream that keeps its write error, to tell a full disk from a closed pipe. */
final class DataStream extends PrintStream {
    private final FirstFailure below;

    DataStream(OutputStream out) {
        this(new FirstFailure(out));
    }

    private DataStream(FirstFailure below) {
        super(below, false, StandardCharsets.UTF_8);
        this.below = below;
    }

    /** Throws the first write error, if any. */
    void check() throws IOException {
        flush();
        if (below.first != null) {
            throw below.first;
        }
    }

    private static final class FirstFailure extends FilterOutputStream {
        private @Nullable IOException first;

        FirstFailure(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException failed) {
                throw remember(failed);
            }
        }

        @Override
        public void write(int b) throws IOException {
            try {
                out.write(b);
            } catch (IOException failed) {
                throw remember(failed);
            }
        }

        private IOException remember(IOException failed) {
            if (first == null) {
                first = failed;
            }
            return failed;
        }
    }
}
