package io.metash.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.wire.Event;
import io.metash.wire.WatchRequest;
import io.metash.wire.WatchResponse;
import io.metash.wire.WireValues;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Starts watches: the existing keys first when requested, then every change. */
final class WatchCalls {
    private final MetaStore store;
    private final Watchers watchers;
    private final CallThreads threads;

    WatchCalls(MetaStore store, Watchers watchers, CallThreads threads) {
        this.store = store;
        this.watchers = watchers;
        this.threads = threads;
    }

    /** Starts the watch of a request; it ends with its call. */
    void start(WatchRequest request, ServerCallStreamObserver<WatchResponse> out) {
        Bytes from = WireValues.bytes(request.getKeyBytes());
        Bytes to;
        if (request.hasKeyEnd()) {
            to = WireValues.bytes(request.getKeyEndBytes());
        } else {
            to = null;
        }
        if (to != null && from.compareTo(to) >= 0) {
            out.onError(CallStatus.invalid("empty range"));
            return;
        }
        Watcher watcher = new Watcher(from, to, request.getFilterType(), request.getInitialFlush(), out);
        out.setOnReadyHandler(watcher::drain);
        out.setOnCancelHandler(() -> watchers.remove(watcher));
        threads.begin(out, () -> {
            // On the writing thread: a change is either in the view or reported, never both.
            StoreRows.View view = store.between(() -> {
                        watchers.add(watcher);
                        if (request.getInitialFlush()) {
                            return store.view();
                        }
                        return null;
                    })
                    .get();
            CallInterceptor.headersNow();
            if (view != null) {
                flush(new ReadView(view, 0), from, to, watcher, out);
            }
        });
    }

    private static void flush(
            ReadView reads,
            Bytes from,
            @Nullable Bytes to,
            Watcher watcher,
            ServerCallStreamObserver<WatchResponse> out)
            throws IOException {
        Bytes end = to;
        if (end == null) {
            end = Bytes.of(Arrays.copyOf(from.array(), from.length() + 1));
        }
        try (reads;
                KvCursor keys = reads.range(from, end)) {
            while (!watcher.ended() && keys.next()) {
                Event event = Event.newBuilder()
                        .setKeyBytes(WireValues.bytes(keys.key()))
                        .setCurrent(WireValues.value(keys.value()))
                        .build();
                if (!ready(watcher, out)) {
                    return;
                }
                watcher.first(WatchResponse.newBuilder()
                        .setEvent(event)
                        .setIsInitialization(true)
                        .build());
            }
        }
        watcher.flushed();
    }

    /** Waits until the reader accepts more; false when it has disconnected. */
    private static boolean ready(Watcher watcher, ServerCallStreamObserver<?> out) {
        while (!out.isReady()) {
            if (out.isCancelled() || watcher.ended()) {
                return false;
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
