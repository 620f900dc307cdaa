package io.metash.client;

import io.grpc.Status;
import java.io.Closeable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Streams the lines of an export from a server. */
public final class ExportStream implements Closeable {
    /** Thrown when a message is too large; the export restarts with fewer lines per message. */
    public static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient CallException failed;

        TooLarge(CallException failed) {
            super(failed.description(), failed);
            this.failed = failed;
        }

        /** The failed call. */
        CallException failed() {
            return failed;
        }
    }

    private final ResponseStream<?, ExportChunk> call;
    private @Nullable ExportChunk chunk;
    private int line = -1;
    private boolean ended;

    private ExportStream(ResponseStream<?, ExportChunk> call, @Nullable ExportChunk first) {
        this.call = call;
        this.chunk = first;
        this.ended = first == null;
    }

    /** Reads the first message at once, because a retry is cheap until then. */
    static ExportStream begin(ResponseStream<?, ExportChunk> call) {
        try {
            return new ExportStream(call, call.next());
        } catch (CallException failed) {
            if (isTooLarge(failed)) {
                throw new TooLarge(failed);
            }
            throw failed;
        }
    }

    private static boolean isTooLarge(CallException failed) {
        Status.Code code = failed.status().getCode();
        boolean large = code == Status.Code.OUT_OF_RANGE || code == Status.Code.RESOURCE_EXHAUSTED;
        return large && !failed.isInvalidAnswer() && !failed.isConnectionEnded();
    }

    /**
     * Advances to the next line; false at the end. The line is in {@link #buffer}, from {@link #lineFrom} to
     * {@link #lineTo}.
     *
     * @throws TooLarge when a message exceeds 32 MiB
     */
    public boolean next() {
        line++;
        try {
            while (!ended && (chunk == null || line == chunk.lines())) {
                // Frees the previous chunk before the next one arrives.
                chunk = null;
                chunk = call.next();
                line = 0;
                ended = chunk == null;
            }
        } catch (CallException failed) {
            if (isTooLarge(failed)) {
                throw new TooLarge(failed);
            }
            throw CallErrors.render(failed);
        }
        return !ended;
    }

    private ExportChunk current() {
        return Objects.requireNonNull(chunk, "no line");
    }

    /** The buffer that holds the line; valid until the next line, as are its bounds. */
    public byte[] buffer() {
        return current().message();
    }

    /** The start of the line in the buffer. */
    public int lineFrom() {
        return current().from(line);
    }

    /** The end of the line in the buffer. The line has no line end. */
    public int lineTo() {
        return current().to(line);
    }

    @Override
    public void close() {
        call.close();
    }
}
