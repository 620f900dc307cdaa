package io.metash.integrity;

import io.metash.record.LogId;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the log ids that a store names outside its log. Together with the log entries they must be consistent: a
 * higher index never has a lower leader, and an index has one leader.
 */
final class LogIds {
    private final List<Entry> named = new ArrayList<>();

    /** A log id and the record that names it. */
    private record Entry(String name, LogId id, long line) {}

    void add(String name, @Nullable LogId id, long line) {
        if (id != null) {
            named.add(new Entry(name, id, line));
        }
    }

    /** Reports contradictions, at most one per log id. */
    void compare(LogTrace log, List<Finding> findings) {
        for (int i = 0; i < named.size(); i++) {
            Entry id = named.get(i);
            String other = contradiction(id, log);
            for (int before = 0; before < i && other == null; before++) {
                Entry earlier = named.get(before);
                if (contradicts(id.id, earlier.id)) {
                    other = earlier.name + " " + earlier.id;
                } else {
                    other = null;
                }
            }
            if (other != null) {
                findings.add(Finding.wrong(
                        StoreCheck.LOG_ID_MISMATCH,
                        id.name + " " + id.id + " contradicts " + other,
                        id.line,
                        "an index has one leader, and leader ids never decrease: one of the two is not from this"
                                + " store"));
            }
        }
    }

    /** Returns what in the log contradicts a log id, or null. */
    private static @Nullable String contradiction(Entry id, LogTrace log) {
        LogId logged = log.at(id.id.index()).orElse(null);
        if (logged != null) {
            if (contradicts(id.id, logged)) {
                return "the log, which has " + logged + " there";
            }
            return null;
        }
        if (log.first() != null && contradicts(id.id, log.first())) {
            return "the log, which starts at " + log.first();
        }
        if (log.last() != null && contradicts(id.id, log.last())) {
            return "the log, which ends at " + log.last();
        }
        return null;
    }

    private static boolean contradicts(LogId a, LogId b) {
        int byIndex = U64.compare(a.index(), b.index());
        int byLeader = a.leaderId().compareTo(b.leaderId());
        if (byIndex == 0) {
            return byLeader != 0;
        }
        return byLeader != 0 && Integer.signum(byIndex) != Integer.signum(byLeader);
    }
}
