package io.metash.client;

import io.metash.record.SeqV;
import io.metash.wire.Event;
import io.metash.wire.WatchResponse;
import io.metash.wire.WireValues;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** A watch in progress. */
public final class Watch implements Closeable {
    private final ResponseStream<?, WatchResponse> call;

    Watch(ResponseStream<?, WatchResponse> call) {
        this.call = call;
    }

    /** Waits for the next event; null when the server ended the watch. */
    public @Nullable WatchEvent next() {
        try {
            return event(call.next());
        } catch (CallException failed) {
            throw CallErrors.render(failed);
        }
    }

    /**
     * Returns the next event; null at the end, or when none arrived by {@code endNs} of {@link System#nanoTime}.
     * {@link #ended} distinguishes the two.
     */
    public @Nullable WatchEvent nextBy(long endNs) {
        try {
            return event(call.nextBy(endNs));
        } catch (CallException failed) {
            throw CallErrors.render(failed);
        }
    }

    /** Whether the server ended the watch. */
    public boolean ended() {
        return call.ended();
    }

    private static @Nullable WatchEvent event(@Nullable WatchResponse response) {
        if (response == null) {
            return null;
        }
        if (!response.hasEvent()) {
            return new WatchEvent(response.getIsInitialization(), null, null, null);
        }
        Event event = response.getEvent();
        SeqV before = event.hasPrev() ? WireValues.value(event.getPrev()) : null;
        SeqV after = event.hasCurrent() ? WireValues.value(event.getCurrent()) : null;
        return new WatchEvent(response.getIsInitialization(), WireValues.bytes(event.getKeyBytes()), before, after);
    }

    @Override
    public void close() {
        call.close();
    }
}
