package io.metash.server;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.metash.record.Bytes;
import io.metash.wire.WatchRequest;
import io.metash.wire.WatchResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A watcher of a range of keys. Buffers events that the connection cannot take yet; a watcher with too many is
 * disconnected, so that a slow reader neither delays others nor uses unbounded memory (meta-service-api §3.9).
 */
final class Watcher {
    private static final long WAITING_BYTES = 16L << 20;

    private final Bytes from;
    private final @Nullable Bytes to;
    private final WatchRequest.FilterType filter;
    private final ServerCallStreamObserver<WatchResponse> out;
    private final CallMemory.Call memory = CallMemory.current();
    private final Deque<WatchResponse> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long sentBytes;
    private boolean flushing;
    private boolean ended;

    /**
     * Creates a watcher.
     *
     * @param from the first key
     * @param to the end of the range, exclusive; null for a single key
     * @param filter the changes to report
     * @param flushing whether the existing keys are sent first; changes wait until {@link #flushed}
     */
    Watcher(
            Bytes from,
            @Nullable Bytes to,
            WatchRequest.FilterType filter,
            boolean flushing,
            ServerCallStreamObserver<WatchResponse> out) {
        this.from = from;
        this.to = to;
        this.filter = filter;
        this.flushing = flushing;
        this.out = out;
    }

    boolean wants(Bytes key, boolean deleted) {
        boolean inRange;
        if (to == null) {
            inRange = key.equals(from);
        } else {
            inRange = key.compareTo(from) >= 0 && key.compareTo(to) < 0;
        }
        return inRange
                && switch (filter) {
                    case UPDATE -> !deleted;
                    case DELETE -> deleted;
                    case ALL, UNRECOGNIZED -> true;
                };
    }

    /** Sends a change, or queues it. */
    synchronized void change(WatchResponse event) {
        if (ended) {
            return;
        }
        int bytes = event.getSerializedSize();
        if (waitingBytes > 0 && waitingBytes + bytes > WAITING_BYTES) {
            cut(Status.RESOURCE_EXHAUSTED.withDescription(
                    "the watcher reads too slowly: more than " + (WAITING_BYTES >> 20) + " MiB of events wait for it"));
        } else if (!memory.reserve(bytes)) {
            cut(CallMemory.exhausted("the events that wait for the watcher", waitingBytes + bytes));
        } else {
            waiting.add(event);
            waitingBytes += bytes;
            drain();
        }
    }

    private void cut(Status status) {
        ended = true;
        waiting.clear();
        out.onError(status.asRuntimeException());
    }

    /** Sends an existing key. */
    synchronized void first(WatchResponse event) {
        if (ended) {
            return;
        }
        int bytes = event.getSerializedSize();
        memory.give(sentBytes);
        sentBytes = 0;
        if (memory.reserve(bytes)) {
            sentBytes = bytes;
            out.onNext(event);
        } else {
            cut(CallMemory.exhausted("the keys that the watch begins with", bytes));
        }
    }

    /** Ends the initial state: sends the marker, then the changes queued since. */
    synchronized void flushed() {
        if (ended) {
            return;
        }
        out.onNext(WatchResponse.getDefaultInstance());
        flushing = false;
        drain();
    }

    /** Sends queued events as far as the connection accepts them. */
    synchronized void drain() {
        while (!ended && !flushing && !waiting.isEmpty() && out.isReady()) {
            // The reader accepts more: earlier events are no longer held here.
            memory.give(sentBytes);
            WatchResponse next = waiting.poll();
            sentBytes = next.getSerializedSize();
            waitingBytes -= sentBytes;
            out.onNext(next);
        }
    }

    /** Handles the client's disconnect. */
    synchronized void end() {
        ended = true;
        waiting.clear();
        notifyAll();
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Ends the stream with a reason when the service stops. */
    synchronized void stop() {
        if (!ended) {
            ended = true;
            waiting.clear();
            out.onError(Status.UNAVAILABLE
                    .withDescription("the service is stopping")
                    .asRuntimeException());
        }
    }
}
