package io.metash.server;

import com.google.protobuf.MessageLite;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the work of calls. Streams are written on the thread of their call, at their reader's pace; answers that waited
 * for a write come from a pool of their own.
 */
final class CallThreads {
    private static final int MAX_STREAMS = 1000;

    private final ExecutorService streams = new ThreadPoolExecutor(
            0, MAX_STREAMS, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), daemon("metash-service-stream"));
    /** Limits streams that load values, since a value may be as large as a message. */
    private final Semaphore turns = new Semaphore(2);
    /** A separate pool, since the common pool has few threads and a waiting caller may block the last one. */
    private final ExecutorService answers = Executors.newFixedThreadPool(2, daemon("metash-service-answer"));

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The work of a call. */
    interface Work {
        void run() throws Exception;
    }

    /** Runs a call; converts exceptions to its status. */
    static void answer(StreamObserver<?> out, Work work) {
        try {
            work.run();
        } catch (Exception failed) {
            fail(out, CallStatus.of(failed));
        } catch (OutOfMemoryError exhausted) {
            fail(out, CallMemory.exhausted("the call", 0).withCause(exhausted).asRuntimeException());
        }
    }

    private static void fail(StreamObserver<?> out, StatusRuntimeException status) {
        try {
            out.onError(status);
        } catch (IllegalStateException e) {
            // The call has ended; its client no longer waits for an error.
        }
    }

    /** The work of a call with a stream of answers. */
    interface StreamAnswer<T extends MessageLite> {
        void run(ResponseFlow<T> out) throws Exception;
    }

    /**
     * Runs a call with a stream of answers on its own thread. The call's thread must stay free: it receives the
     * notification that the connection accepts more.
     */
    <T extends MessageLite> void stream(StreamObserver<T> observer, StreamAnswer<T> work) {
        ResponseFlow<T> out = new ResponseFlow<>(observer, turns);
        begin(observer, () -> {
            turns.acquireUninterruptibly();
            try {
                work.run(out);
            } finally {
                turns.release();
            }
        });
    }

    /** Runs the work of a stream on its own thread and keeps the call's memory until it is done. */
    void begin(StreamObserver<?> observer, Work work) {
        CallMemory.Call memory = CallMemory.current();
        memory.retain();
        Runnable run = () -> {
            try {
                answer(observer, work);
            } finally {
                memory.release();
            }
        };
        try {
            streams.execute(Context.current().wrap(run));
        } catch (RejectedExecutionException tooMany) {
            memory.release();
            observer.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription("more than " + MAX_STREAMS + " streams are open")
                    .withCause(tooMany)
                    .asRuntimeException());
        }
    }

    /** Sends the answer of a call that waited for a result. */
    interface Answer<T> {
        void run(T result) throws Exception;
    }

    /**
     * Answers a call when a result is there. Not on the thread that completes it, the writing thread, where encoding
     * and sending answers would delay other writes.
     */
    <T> void answerLater(StreamObserver<?> out, CompletableFuture<T> result, CallMemory.Call memory, Answer<T> work) {
        Context context = Context.current();
        result.whenCompleteAsync(
                (done, failed) -> context.run(() -> {
                    try {
                        answer(out, () -> {
                            if (failed != null) {
                                throw CallStatus.of(failed);
                            }
                            work.run(done);
                        });
                    } finally {
                        memory.release();
                    }
                }),
                answers);
    }

    /** Stops accepting calls. */
    void stop() {
        streams.shutdown();
        answers.shutdown();
    }
}
