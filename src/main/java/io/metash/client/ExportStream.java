package io.metash.client;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.metash.wire.ExportedChunk;
import java.io.Closeable;
import java.util.Collections;
import java.util.Iterator;
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

    private final ResponseStream<?, ExportedChunk> call;
    private Iterator<ByteString> lines = Collections.emptyIterator();
    private boolean ended;

    private ExportStream(ResponseStream<?, ExportedChunk> call, @Nullable ExportedChunk first) {
        this.call = call;
        if (first == null) {
            ended = true;
        } else {
            lines = lines(first);
        }
    }

    /** Reads the first message at once, because a retry is cheap until then. */
    static ExportStream begin(ResponseStream<?, ExportedChunk> call) {
        try {
            return new ExportStream(call, call.next());
        } catch (CallException failed) {
            if (isTooLarge(failed)) {
                throw new TooLarge(failed);
            }
            throw failed;
        }
    }

    private static Iterator<ByteString> lines(ExportedChunk chunk) {
        return chunk.getDataList().iterator();
    }

    private static boolean isTooLarge(CallException failed) {
        Status.Code code = failed.status().getCode();
        return code == Status.Code.OUT_OF_RANGE || code == Status.Code.RESOURCE_EXHAUSTED;
    }

    /**
     * Returns the next line without its end, or null at the end.
     *
     * @throws TooLarge when a message exceeds 32 MiB
     */
    public @Nullable ByteString next() {
        if (ended) {
            return null;
        }
        try {
            while (!lines.hasNext()) {
                // Frees the previous chunk before the next one arrives.
                lines = Collections.emptyIterator();
                ExportedChunk chunk = call.next();
                if (chunk == null) {
                    ended = true;
                    return null;
                }
                lines = lines(chunk);
            }
        } catch (CallException failed) {
            if (isTooLarge(failed)) {
                throw new TooLarge(failed);
            }
            throw CallErrors.render(failed);
        }
        return lines.next();
    }

    @Override
    public void close() {
        call.close();
    }
}
