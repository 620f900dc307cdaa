package io.metash.server;

import com.google.protobuf.MessageLite;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Semaphore;

/**
 * A stream of answers with flow control: it waits for the client instead of buffering. It holds memory for the
 * waiting answer and the previous one. A stream that loads answers holds a permit and releases it while it waits, so
 * few streams load values at a time.
 */
final class ResponseFlow<T extends MessageLite> {
    private final ServerCallStreamObserver<T> out;
    private final CallMemory.Call memory = CallMemory.current();
    private final Semaphore turns;
    private long sentBytes;
    private boolean gone;

    /**
     * Wraps an observer; must be called before the method that received it returns.
     *
     * @param turns permits for streams that load answers; callers of {@link #send} hold one
     */
    ResponseFlow(StreamObserver<T> observer, Semaphore turns) {
        this.out = (ServerCallStreamObserver<T>) observer;
        this.turns = turns;
        out.setOnReadyHandler(this::wake);
        out.setOnCancelHandler(() -> {
            synchronized (this) {
                gone = true;
                notifyAll();
            }
        });
    }

    private synchronized void wake() {
        notifyAll();
    }

    /**
     * Sends a message when the client is ready; false when the client is gone.
     *
     * @throws io.grpc.StatusRuntimeException when there is no memory to keep the message
     */
    boolean send(T message) {
        int bytes = message.getSerializedSize();
        if (!memory.reserve(bytes)) {
            throw CallMemory.exhausted("the answers", bytes).asRuntimeException();
        }
        turns.release();
        try {
            if (!awaitReader()) {
                return false;
            }
        } finally {
            turns.acquireUninterruptibly();
        }
        memory.give(sentBytes);
        sentBytes = bytes;
        out.onNext(message);
        return true;
    }

    private synchronized boolean awaitReader() {
        while (!gone && !out.isReady()) {
            try {
                wait(1000);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
            gone = gone || out.isCancelled();
        }
        return !gone;
    }

    /** Ends the stream after the last answer. */
    void end() {
        if (!gone()) {
            out.onCompleted();
        }
    }

    private synchronized boolean gone() {
        return gone;
    }
}
