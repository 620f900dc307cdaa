package io.metash.client;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import java.io.Closeable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A call in progress whose answers are pulled one by one, with a few requested ahead. Fails when the server sends
 * nothing until the deadline, or on cancellation.
 */
final class ResponseStream<Q, A> implements Closeable {
    private static final long POLL_MS = 50;

    /** An event of a call. */
    private sealed interface Event<A> {}

    private record Answer<A>(A message) implements Event<A> {}

    private record End<A>(Status status, Metadata trailers) implements Event<A> {}

    private final long aheadBytes;
    private final boolean onDemand;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicInteger withheld = new AtomicInteger();
    private final ClientCall<Q, A> call;
    private final BlockingQueue<Event<A>> events = new LinkedBlockingQueue<>();
    private final long deadlineMs;
    private final Cancel cancel;
    private final Address address;
    private final String what;
    private boolean ended;

    /**
     * Starts a call.
     *
     * @param deadlineMs timeout of the next answer in milliseconds; 0 for none
     * @param cancel the cancellation token
     * @param address the server, for messages
     * @param what the name of the call, for messages
     */
    ResponseStream(
            Channel channel,
            MethodDescriptor<Q, A> method,
            long deadlineMs,
            Cancel cancel,
            Address address,
            String what) {
        this(channel, method, deadlineMs, cancel, address, what, FlowWindow.USUAL);
    }

    /** Starts a call with another flow-control window. */
    ResponseStream(
            Channel channel,
            MethodDescriptor<Q, A> method,
            long deadlineMs,
            Cancel cancel,
            Address address,
            String what,
            FlowWindow flow) {
        this.aheadBytes = flow.bytes();
        this.onDemand = flow.messages() == 0;
        this.deadlineMs = deadlineMs;
        this.cancel = cancel;
        this.address = address;
        this.what = what;
        this.call = channel.newCall(
                method,
                CallOptions.DEFAULT
                        .withMaxInboundMessageSize(flow.maxMessageBytes())
                        .withExecutor(Runnable::run));
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(A message) {
                        events.add(new Answer<>(message));
                        if (aheadBytes > 0 && waitingBytes.addAndGet(bytes(message)) >= aheadBytes) {
                            withheld.incrementAndGet();
                            // The reader may have taken all answers before it could see this one.
                            resume();
                        } else if (aheadBytes > 0) {
                            call.request(1);
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        events.add(new End<>(status, trailers));
                    }
                },
                new Metadata());
        if (!onDemand) {
            call.request(flow.messages());
        }
    }

    /** Sends a request. */
    void send(Q request) {
        call.sendMessage(request);
    }

    /** Half-closes the call after the last request. */
    void endOfRequests() {
        call.halfClose();
    }

    /**
     * Returns the next answer, or null at the end.
     *
     * @throws CallException when the call failed
     * @throws Failure when cancelled
     */
    @Nullable
    A next() {
        if (ended) {
            return null;
        }
        if (onDemand) {
            call.request(1);
        }
        return handle(poll());
    }

    /**
     * Returns the next answer; null at the end, or when none arrived by {@code endNs} of {@link System#nanoTime}.
     * {@link #ended} distinguishes the two.
     */
    @Nullable
    A nextBy(long endNs) {
        if (ended) {
            return null;
        }
        Event<A> event = null;
        try {
            while (event == null && System.nanoTime() - endNs < 0) {
                cancel.check();
                long leftMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime()));
                event = events.poll(Math.min(POLL_MS, leftMs), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException stop) {
            throw interrupted();
        }
        if (event == null) {
            return null;
        }
        return handle(event);
    }

    /** Whether the call has ended. */
    boolean ended() {
        return ended;
    }

    private @Nullable A handle(Event<A> event) {
        if (event instanceof Answer<A> answer) {
            received(answer.message());
            return answer.message();
        }
        ended = true;
        End<A> end = (End<A>) event;
        if (end.status().isOk()) {
            return null;
        }
        throw new CallException(
                address,
                what,
                end.status(),
                Connection.leaderOf(end.trailers()),
                Connection.carriedOut(end.trailers()));
    }

    private void received(A answer) {
        if (onDemand) {
            return;
        }
        if (aheadBytes == 0) {
            call.request(1);
            return;
        }
        waitingBytes.addAndGet(-bytes(answer));
        resume();
    }

    /** Requests what was withheld once half of the window is read: each request wakes the connection's thread. */
    private void resume() {
        if (waitingBytes.get() >= aheadBytes / 2) {
            return;
        }
        int more = withheld.getAndSet(0);
        if (more > 0) {
            call.request(more);
        }
    }

    private static long bytes(Object message) {
        int size = 0;
        if (message instanceof ExportChunk chunk) {
            size = chunk.message().length;
        } else if (message instanceof MessageLite lite) {
            size = lite.getSerializedSize();
        }
        return 100L + size;
    }

    private Event<A> poll() {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMs);
        try {
            while (true) {
                Event<A> event = events.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    return event;
                }
                cancel.check();
                if (deadlineMs > 0 && System.nanoTime() - endNs >= 0) {
                    throw new CallException(
                            address,
                            what,
                            Status.DEADLINE_EXCEEDED.withDescription("no answer within " + seconds(deadlineMs)),
                            null);
                }
            }
        } catch (InterruptedException stop) {
            throw interrupted();
        }
    }

    private static Failure interrupted() {
        Thread.currentThread().interrupt();
        return Failure.of(io.metash.record.ExitStatus.INTERRUPTED, "interrupted");
    }

    static String seconds(long ms) {
        if (ms % 1000 == 0) {
            return ms / 1000 + " s";
        }
        return ms + " ms";
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            call.cancel("no longer wanted", null);
        }
    }
}
