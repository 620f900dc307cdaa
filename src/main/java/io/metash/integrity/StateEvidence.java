package io.metash.integrity;

import io.metash.record.Entry;
import io.metash.record.KvOp;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a store's state with a replay of its log. Where the log still holds the last write of a key, value, expiry
 * and sequence number must match it; where the log reaches back to the first entry, no other keys may exist.
 */
final class StateEvidence {
    private static final int MAX_FINDINGS = 8;

    private final List<Finding> findings = new ArrayList<>();
    private final NodeEvidence nodes = new NodeEvidence();
    private @Nullable LogReplay replay;
    private @Nullable LogId lastEntry;
    private @Nullable LogId applied;
    private boolean tooEarly;
    private long rows;
    private long confirmed;
    private MetaRecord.@Nullable Kv newestUnknown;
    private long newestUnknownLine;

    void entry(Entry entry) {
        LogReplay log = replay;
        if (log == null) {
            log = new LogReplay(entry.logId().index() == 0);
            replay = log;
        }
        if (lastEntry != null && entry.logId().index() != lastEntry.index() + 1) {
            // The writes in the gap are unknown; the gap itself is a separate finding.
            tooEarly = true;
        }
        log.apply(entry);
        nodes.entry(entry);
        lastEntry = entry.logId();
    }

    void node(MetaRecord.Nodes row, long line) {
        nodes.row(row, line);
    }

    void applied(@Nullable LogId lastApplied) {
        applied = lastApplied;
    }

    void row(MetaRecord.Kv row, long line) {
        rows++;
        LogReplay log = replay;
        LogId upTo = applied;
        if (log == null || upTo == null || tooEarly) {
            tooEarly |= upTo == null;
            return;
        }
        KeyHistory history = log.history(row.key());
        if (history == null) {
            checkUnlogged(log, row, line);
            return;
        }
        List<LoggedWrite> candidates = history.candidates(upTo);
        history.seen();
        List<LoggedWrite> fitting =
                candidates.stream().filter(write -> write.matches(row.value())).toList();
        if (!fitting.isEmpty()) {
            match(log, history, fitting, row, line);
        } else if (history.decided(candidates)) {
            String by = "no log entry writes it";
            if (!candidates.isEmpty()) {
                by = "log entry " + candidates.get(0).entry + " writes another value";
            }
            mismatch("the key " + row.key() + " contradicts the log: " + by, line);
        } else if (!history.forgotten() && log.follows(row.key())) {
            unknown(row, line);
        }
    }

    /** Checks a row that no known log entry wrote, which is the usual case. */
    private void checkUnlogged(LogReplay log, MetaRecord.Kv row, long line) {
        if (log.hasAllWrites(row.key())) {
            mismatch("the key " + row.key() + " contradicts the log: no log entry writes it", line);
        } else if (log.follows(row.key())) {
            unknown(row, line);
        }
    }

    private void match(LogReplay log, KeyHistory history, List<LoggedWrite> fitting, MetaRecord.Kv row, long line) {
        LoggedWrite write = fitting.get(0);
        if (!write.valueKnown()) {
            return;
        }
        confirmed++;
        long seq = row.value().seq();
        if (fitting.size() > 1) {
            return;
        }
        boolean possible = Occurrence.compare(write.least + 1, write.most + 1, KvOp.Compare.EQ, seq) != Occurrence.NO;
        if (log.isComplete() && !possible) {
            confirmed--;
            mismatch(
                    "the key " + row.key() + " has the sequence number " + U64.text(seq) + ", but log entry "
                            + write.entry + " gives it " + range(write.least + 1, write.most + 1),
                    line);
            return;
        }
        history.match(write, row.value(), log.isComplete() || write.sure || write.dated(row.value()));
    }

    private static String range(long least, long most) {
        if (least == most) {
            return U64.text(least);
        }
        return U64.text(least) + " to " + U64.text(most);
    }

    /** Adds a row that, as far as is known, was written before the log begins. */
    private void unknown(MetaRecord.Kv row, long line) {
        boolean newer = newestUnknown == null
                || U64.compare(row.value().seq(), newestUnknown.value().seq()) > 0;
        if (newer) {
            newestUnknown = row;
            newestUnknownLine = line;
        }
    }

    private void mismatch(String what, long line) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(Finding.wrong(
                    StoreCheck.STATE_MISMATCH,
                    what,
                    line,
                    "replaying the log leads to another state: they are not from one store, or one of them is"
                            + " damaged"));
        }
    }

    /** Ends the comparison; {@code sequence} is the last assigned sequence number, or null. */
    List<Finding> finish(@Nullable Long sequence) {
        LogReplay log = replay;
        LogId upTo = applied;
        // Without a log that overlaps the state there is nothing to compare.
        if (log == null || upTo == null || tooEarly) {
            return findings;
        }
        findings.addAll(nodes.finish(upTo));
        List<KeyHistory.Match> matched = new ArrayList<>();
        List<KeyHistory> unseen = new ArrayList<>();
        for (KeyHistory history : log.histories()) {
            KeyHistory.Match match = history.matched();
            if (match != null) {
                matched.add(match);
            } else if (!history.hasRow()) {
                unseen.add(history);
            }
        }
        matched.sort(Comparator.comparingLong(match -> match.write().order));
        unseen.forEach(history -> absent(history, history.candidates(upTo), matched));
        checkBeforeLog(matched);
        List<KeyHistory.Match> proved =
                matched.stream().filter(KeyHistory.Match::proved).toList();
        order(proved);
        if (sequence != null) {
            sequence(log, upTo, sequence, proved);
        }
        return findings;
    }

    private void absent(KeyHistory history, List<LoggedWrite> candidates, List<KeyHistory.Match> matched) {
        if (candidates.isEmpty()) {
            return;
        }
        LoggedWrite newest = candidates.get(0);
        boolean decided = candidates.get(candidates.size() - 1).sure
                && candidates.stream().noneMatch(write -> write.removes || write.expires());
        if (decided || !newest.removes && !newest.expires() && happened(newest, matched)) {
            mismatch("the key " + history.key() + " is missing, which log entry " + newest.entry + " writes", 0);
        }
    }

    /** Whether a write certainly happened: the assigned sequence numbers require all possible writes around it. */
    private static boolean happened(LoggedWrite write, List<KeyHistory.Match> matched) {
        int low = 0;
        int high = matched.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (matched.get(middle).write().order < write.order) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (write.somewhere || low == 0 || low == matched.size()) {
            return false;
        }
        return allWritesHappened(matched.get(low - 1), matched.get(low));
    }

    /** Whether the numbers assigned between two writes prove that every possible write between them happened. */
    private static boolean allWritesHappened(KeyHistory.Match a, KeyHistory.Match b) {
        return b.seq() - a.seq() == b.write().most - a.write().most;
    }

    /** Checks that a row from before the log has a lower number than the log's first write. */
    private void checkBeforeLog(List<KeyHistory.Match> matched) {
        for (int i = 0; i < matched.size() && newestUnknown != null; i++) {
            KeyHistory.Match first = matched.get(i);
            if (first.proved() || i + 1 < matched.size() && allWritesHappened(first, matched.get(i + 1))) {
                long seq = newestUnknown.value().seq();
                if (U64.compare(seq, first.seq()) >= 0) {
                    mismatch(
                            "the key " + newestUnknown.key() + " has the sequence number " + U64.text(seq)
                                    + ", above " + U64.text(first.seq()) + " of log entry "
                                    + first.write().entry + ", but no log entry writes its value",
                            newestUnknownLine);
                }
                return;
            }
        }
    }

    /** Checks that sequence numbers ascend in log order. */
    private void order(List<KeyHistory.Match> matched) {
        for (int i = 1; i < matched.size(); i++) {
            KeyHistory.Match a = matched.get(i - 1);
            KeyHistory.Match b = matched.get(i);
            if (!follows(b.seq() - a.seq(), a.write(), b.write().least, b.write().most, 1)
                    || U64.compare(b.seq(), a.seq()) <= 0) {
                mismatch(
                        "the sequence numbers of the keys " + a.key() + " (" + U64.text(a.seq())
                                + ") and " + b.key() + " (" + U64.text(b.seq())
                                + ") contradict log entries " + a.write().entry + " and " + b.write().entry,
                        0);
                return;
            }
        }
    }

    /** Whether the numbers assigned after a write fit the writes that follow it. */
    private static boolean follows(long step, LoggedWrite from, long least, long most, long atLeast) {
        long lowest = Math.max(atLeast, least - from.least);
        return step >= lowest && step <= most - from.most;
    }

    private void sequence(LogReplay log, LogId at, long sequence, List<KeyHistory.Match> proved) {
        long[] upTo = log.counters().upTo(at.index());
        if (upTo == null) {
            return;
        }
        boolean fits = true;
        if (log.isComplete()) {
            fits = Occurrence.compare(upTo[0], upTo[1], KvOp.Compare.EQ, sequence) != Occurrence.NO;
        } else if (!proved.isEmpty()) {
            KeyHistory.Match last = proved.get(proved.size() - 1);
            fits = sequence - last.seq() >= Math.max(0, upTo[0] - last.write().least - 1);
        }
        if (!fits) {
            mismatch(
                    "Sequences is " + U64.text(sequence) + ", but the log assigns "
                            + (log.isComplete() ? range(upTo[0], upTo[1]) : "more") + " up to " + at,
                    0);
        }
    }

    /** Summarizes how much of the state the log proves; null without a state. */
    @Nullable
    String summary() {
        if (rows == 0) {
            return null;
        }
        if (replay != null && applied != null && !tooEarly) {
            return "state confirmed by the log: " + confirmed + " of " + rows + (rows == 1 ? " key" : " keys");
        }
        return null;
    }
}
