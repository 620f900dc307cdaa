package io.metash.server;

import io.metash.state.ApplyResult;
import io.metash.wire.Event;
import io.metash.wire.WatchResponse;
import io.metash.wire.WireValues;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watchers of the service. */
final class Watchers {
    private final Set<Watcher> all = ConcurrentHashMap.newKeySet();

    void add(Watcher watcher) {
        all.add(watcher);
    }

    void remove(Watcher watcher) {
        watcher.end();
        all.remove(watcher);
    }

    int count() {
        return all.size();
    }

    /** Notifies watchers of the changes of an entry; called in log order. */
    void publish(List<ApplyResult.Change> changes) {
        if (all.isEmpty()) {
            return;
        }
        for (ApplyResult.Change change : changes) {
            WatchResponse event = null;
            for (Watcher watcher : all) {
                if (!watcher.wants(change.key(), change.after() == null)) {
                    continue;
                }
                if (event == null) {
                    event = event(change);
                }
                watcher.change(event);
                if (change.byPrefix()) {
                    // A real server sends the change twice, and clients handle that.
                    watcher.change(event);
                }
            }
        }
    }

    private static WatchResponse event(ApplyResult.Change change) {
        Event.Builder event = Event.newBuilder().setKeyBytes(WireValues.bytes(change.key()));
        if (change.before() != null) {
            event.setPrev(WireValues.value(change.before()));
        }
        if (change.after() != null) {
            event.setCurrent(WireValues.value(change.after()));
        }
        return WatchResponse.newBuilder().setEvent(event).build();
    }

    void stop() {
        all.forEach(Watcher::stop);
        all.clear();
    }
}
