package io.metash.session;

import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Cancel;
import io.metash.record.Entry;
import io.metash.record.U64;
import io.metash.state.ExpiryTimes;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds a log entry that prevents a node from starting (meta-service-api §4.2). */
final class StoppingEntry {
    private StoppingEntry() {}

    /** Describes the effect of the first such entry; null when there is none. */
    static @Nullable String find(StoreParts parts, Cancel cancel) throws IOException {
        try (EntryCursor entries = parts.entries(0)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                cancel.check();
                Optional<Long> latest = Optional.empty();
                if (entry.payload() instanceof Entry.Normal normal) {
                    latest = ExpiryTimes.latest(normal.cmd());
                }
                if (latest.isPresent() && U64.compare(latest.get(), ExpiryTimes.STOPS_A_NODE_MS) >= 0) {
                    return "log entry " + entry.logId() + " sets an expiry of " + U64.text(latest.get()) + " ms";
                }
            }
        }
        return null;
    }
}
