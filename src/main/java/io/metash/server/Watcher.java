package io.metash.server;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.metash.record.Bytes;
import io.metash.wire.WatchRequest;
import io.metash.wire.WatchResponse;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One who watches a range of keys. What the connection does not take yet waits here; whoever lets too much wait is cut off,
 * so that a slow reader delays nobody and costs no more than that (meta-service-api §3.9).
 */
final class Watcher {
    private static final long WAITING_BYTES = 16L << 20;

    private final Bytes from;
    private final Bytes toOrNull;
    private final WatchRequest.FilterType filter;
    private final ServerCallStreamObserver<WatchResponse> out;
    private final CallMemory.Call memory = CallMemory.current();
    private final Deque<WatchResponse> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long sentBytes;
    private boolean flushing;
    private boolean ended;

    /**
     * A watcher.
     *
     * @param from the first key
     * @param toOrNull the end of the range, exclusive; null for the one key
     * @param filter which changes it wants
     * @param flushing whether it gets what is there first; changes wait until {@link #flushed}
     */
    Watcher(
            Bytes from,
            Bytes toOrNull,
            WatchRequest.FilterType filter,
            boolean flushing,
            ServerCallStreamObserver<WatchResponse> out) {
        this.from = from;
        this.toOrNull = toOrNull;
        this.filter = filter;
        this.flushing = flushing;
        this.out = out;
    }

    boolean wants(Bytes key, boolean deleted) {
        boolean inRange = toOrNull == null ? key.equals(from) : key.compareTo(from) >= 0 && key.compareTo(toOrNull) < 0;
        return inRange
                && switch (filter) {
                    case UPDATE -> !deleted;
                    case DELETE -> deleted;
                    case ALL, UNRECOGNIZED -> true;
                };
    }

    /** A change; it is sent at once, or waits. */
    synchronized void change(WatchResponse event) {
        if (ended) {
            return;
        }
        int bytes = event.getSerializedSize();
        if (waitingBytes > 0 && waitingBytes + bytes > WAITING_BYTES) {
            cut(Status.RESOURCE_EXHAUSTED.withDescription(
                    "the watcher reads too slowly: more than " + (WAITING_BYTES >> 20) + " MiB of events wait for it"));
        } else if (!memory.take(bytes)) {
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

    /** Something that is there already. */
    synchronized void first(WatchResponse event) {
        if (ended) {
            return;
        }
        int bytes = event.getSerializedSize();
        memory.give(sentBytes);
        sentBytes = 0;
        if (memory.take(bytes)) {
            sentBytes = bytes;
            out.onNext(event);
        } else {
            cut(CallMemory.exhausted("the keys that the watch begins with", bytes));
        }
    }

    /** All that was there has been sent: the mark says so, and what changed meanwhile follows. */
    synchronized void flushed() {
        if (ended) {
            return;
        }
        out.onNext(WatchResponse.getDefaultInstance());
        flushing = false;
        drain();
    }

    /** Sends what waits, as far as the connection takes it. */
    synchronized void drain() {
        while (!ended && !flushing && !waiting.isEmpty() && out.isReady()) {
            // The reader takes more: what was sent before is no longer held here.
            memory.give(sentBytes);
            WatchResponse next = waiting.poll();
            sentBytes = next.getSerializedSize();
            waitingBytes -= sentBytes;
            out.onNext(next);
        }
    }

    /** The watcher went away. */
    synchronized void end() {
        ended = true;
        waiting.clear();
        notifyAll();
    }

    synchronized boolean ended() {
        return ended;
    }

    /** The service stops: the stream ends with a reason. */
    synchronized void stop() {
        if (!ended) {
            ended = true;
            waiting.clear();
            out.onError(Status.UNAVAILABLE.withDescription("the service stops").asRuntimeException());
        }
    }
}
