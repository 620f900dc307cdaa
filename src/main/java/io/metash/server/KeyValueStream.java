package io.metash.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.metash.wire.KvGetManyRequest;
import io.metash.wire.StreamItem;
import io.metash.wire.WireValues;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Streams keys from one view (meta-service-api §3.4). The next key is read when the previous answer was sent, so a
 * client that does not read costs no memory.
 */
final class KeyValueStream implements StreamObserver<KvGetManyRequest> {
    private final ServerCallStreamObserver<StreamItem> out;
    private final Function<Throwable, RuntimeException> status;
    private @Nullable ReadView reads;
    private boolean requested;
    private boolean ended;

    /**
     * Creates the stream of a call.
     *
     * @param reads creates the view for all answers
     * @param status converts a failure to the status sent to the client
     */
    KeyValueStream(
            ServerCallStreamObserver<StreamItem> out,
            Supplier<ReadView> reads,
            Function<Throwable, RuntimeException> status) {
        this.out = out;
        this.status = status;
        out.disableAutoRequest();
        out.setOnReadyHandler(this::ask);
        out.setOnCancelHandler(this::end);
        try {
            this.reads = reads.get();
            CallInterceptor.headersNow();
        } catch (RuntimeException stopped) {
            fail(stopped);
        }
    }

    /** Requests the next key once the last answer is being sent. */
    private void ask() {
        if (!ended && !requested && out.isReady()) {
            requested = true;
            out.request(1);
        }
    }

    private void end() {
        ended = true;
        if (reads != null) {
            reads.close();
        }
    }

    private void fail(Exception failed) {
        end();
        out.onError(status.apply(failed));
    }

    @Override
    public void onNext(KvGetManyRequest request) {
        ReadView view = reads;
        if (ended || view == null) {
            return;
        }
        try {
            requested = false;
            out.onNext(view.get(WireValues.bytes(request.getKeyBytes())));
            ask();
        } catch (IOException | RuntimeException failed) {
            fail(failed);
        }
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    @Override
    public void onCompleted() {
        if (!ended) {
            end();
            out.onCompleted();
        }
    }
}
