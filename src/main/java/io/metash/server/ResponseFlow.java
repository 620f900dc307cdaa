package io.metash.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** A stream of answers that waits for its reader instead of piling up what the connection does not take. */
final class ResponseFlow<T> {
    private final ServerCallStreamObserver<T> out;
    private boolean gone;

    /** Takes over an observer; to be called before the method that got it returns. */
    ResponseFlow(StreamObserver<T> observer) {
        this.out = (ServerCallStreamObserver<T>) observer;
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

    /** Sends a message as soon as the reader takes one; false when nobody reads any more. */
    boolean send(T message) {
        synchronized (this) {
            while (!gone && !out.isReady()) {
                try {
                    wait(1000);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    return false;
                }
                gone = gone || out.isCancelled();
            }
            if (gone) {
                return false;
            }
        }
        out.onNext(message);
        return true;
    }

    /** All is sent. */
    void end() {
        if (!gone()) {
            out.onCompleted();
        }
    }

    private synchronized boolean gone() {
        return gone;
    }
}
