package io.metash.client;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.metash.wire.ExportedChunk;
import java.io.Closeable;
import java.util.Collections;
import java.util.Iterator;

/** The lines of an export as they come from a server. */
public final class ExportStream implements Closeable {
    /** A message was too large; the export restarts with fewer lines per message. */
    public static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient CallException failed;

        TooLarge(CallException failed) {
            super(failed.description(), failed);
            this.failed = failed;
        }

        /** The call that failed. */
        CallException failed() {
            return failed;
        }
    }

    private final ResponseStream<?, ExportedChunk> call;
    private Iterator<ByteString> lines;

    private ExportStream(ResponseStream<?, ExportedChunk> call, ExportedChunk firstOrNull) {
        this.call = call;
        if (firstOrNull == null) {
            this.lines = null;
        } else {
            this.lines = lines(firstOrNull);
        }
    }

    /** Reads the first message at once: until then another try costs nothing. */
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
     * The next line without its end, or null when all came.
     *
     * @throws TooLarge when a message was larger than 32 MiB
     */
    public ByteString next() {
        if (lines == null) {
            return null;
        }
        try {
            while (!lines.hasNext()) {
                // The chunk before must not take memory while the next one comes.
                lines = Collections.emptyIterator();
                ExportedChunk chunk = call.next();
                if (chunk == null) {
                    lines = null;
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
