package io.metash.backup;

import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.state.ExpiryTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at every record on its way and says whether the whole is a store that a node can start from (decisions 8). What would
 * lose or stop something is refused; what is only odd becomes a note.
 */
public final class StoreChecks {
    private final String sourceName;
    private long line;
    private final Set<StoreCheck> accepted;
    private final List<String> notes = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final Map<Long, Long> nodeLines = new HashMap<>();
    private final ExpiryPairing pairs = new ExpiryPairing();

    private LogId committed;
    private LogId purged;
    private LogId lastApplied;
    private LogId firstLog;
    private LogId lastLog;
    private long lastLogLine;
    private Long sequence;
    private long highestSeq;
    private long highestSeqLine;
    private long keys;

    /** Checks for what comes from an input of that name; {@code accepted} ones only make a note. */
    public StoreChecks(String sourceName, Set<StoreCheck> accepted) {
        this.sourceName = sourceName;
        this.accepted = accepted;
    }

    /**
     * A check that failed and was let pass.
     *
     * @param check which
     * @param line of which line, 0 when it is about the whole
     * @param what what is wrong
     * @param why what it leads to
     */
    public record Refused(StoreCheck check, long line, String what, String why) {}

    /** The checks that failed and were let pass. */
    public List<Refused> refused() {
        return refused;
    }

    /** Whether every Expire record has its key and the reverse, as far as hashes tell. */
    public boolean expiriesPair() {
        return pairs.equal();
    }

    /** How many there are of both, in words. */
    String expiries() {
        return pairs.words();
    }

    /** What is odd but does no harm, for the summary. */
    public List<String> notes() {
        return notes;
    }

    /** The next record, of a line; 0 where the input has none. */
    public void take(MetaRecord record, long ofLine) {
        line = ofLine;
        if (record instanceof MetaRecord.Kv kv) {
            keys++;
            if (Long.compareUnsigned(kv.value().seq(), highestSeq) > 0) {
                highestSeq = kv.value().seq();
                highestSeqLine = line;
            }
            pairs.key(kv);
        } else if (record instanceof MetaRecord.Expire expire) {
            pairs.expire(expire);
        } else if (record instanceof MetaRecord.Log log) {
            entry(log.entry());
        } else if (record instanceof MetaRecord.Committed c) {
            committed = c.logId();
        } else if (record instanceof MetaRecord.Purged p) {
            purged = p.logId();
        } else if (record instanceof MetaRecord.LastApplied a) {
            lastApplied = a.logId();
        } else if (record instanceof MetaRecord.Sequences s) {
            sequence = s.value();
        } else if (record instanceof MetaRecord.Nodes n) {
            node(n);
        }
    }

    private String position() {
        return line > 0 ? sourceName + ":" + line : sourceName;
    }

    private void node(MetaRecord.Nodes node) {
        Long before = nodeLines.putIfAbsent(node.id(), line);
        if (before != null) {
            throw Failure.of(ExitStatus.DAMAGED, "node " + Long.toUnsignedString(node.id()) + " is there twice")
                    .at(position())
                    .because("line " + before + " names the same node")
                    .next("remove one of the two lines");
        }
    }

    private void entry(Entry entry) {
        LogId id = entry.logId();
        if (lastLog == null) {
            firstLog = id;
        } else {
            sequel(id);
        }
        lastLog = id;
        lastLogLine = line;
        if (entry.payload() instanceof Entry.Normal normal) {
            expiry(normal.cmd(), id);
        }
    }

    private void sequel(LogId id) {
        if (id.index() == lastLog.index() + 1 && id.leaderId().compareTo(lastLog.leaderId()) >= 0) {
            return;
        }
        String what = id.index() == lastLog.index()
                ? "log entry " + Long.toUnsignedString(id.index()) + " is there twice"
                : Long.compareUnsigned(id.index(), lastLog.index()) > 0 && id.index() != lastLog.index() + 1
                        ? "the log has a gap: " + lastLog + " is followed by " + id
                        : "the log is out of order: " + lastLog + " is followed by " + id;
        throw Failure.of(ExitStatus.DAMAGED, what)
                .at(position())
                .because("the entry before it is in line " + lastLogLine
                        + "; log entries are consecutive and their terms never go down")
                .next("take a backup that is whole: a log with entries missing cannot be replayed");
    }

    /**
     * Commands alone are looked at. A node stops while it applies one that asks for so late a time; a row with such a time harms
     * nothing, and real stores have them: a long ttl is added up to 2^64-1. A real server starts from such rows and writes on.
     */
    private void expiry(Cmd cmd, LogId id) {
        Long latest = ExpiryTimes.latest(cmd);
        if (latest != null && Long.compareUnsigned(latest, ExpiryTimes.STOPS_A_NODE_MS) >= 0) {
            refuse(
                    StoreCheck.EXPIRES_TOO_LATE,
                    "log entry " + id + " sets the expiry time " + Long.toUnsignedString(latest),
                    "a node stops when it applies an expiry time of " + ExpiryTimes.STOPS_A_NODE_MS
                            + " or more, and cannot start again");
        }
    }

    /** All records were seen: the checks that need the whole. */
    public void finish() {
        LogId reached = LogId.max(lastLog, lastApplied);
        if (committed != null && (reached == null || committed.compareTo(reached) > 0)) {
            refuse(
                    StoreCheck.COMMITTED_AHEAD,
                    "Committed " + committed + " is above the last log entry and LastApplied",
                    "entries that were committed are missing: the last one here is " + text(reached));
        }
        if (purged != null && (lastApplied == null || purged.compareTo(lastApplied) > 0)) {
            refuse(
                    StoreCheck.PURGED_AHEAD,
                    "Purged " + purged + " is above LastApplied " + text(lastApplied),
                    "what the purged entries wrote is not in the state machine of this input");
        }
        long next = lastApplied == null ? 0 : lastApplied.index() + 1;
        if (firstLog != null && Long.compareUnsigned(firstLog.index(), next) > 0) {
            refuse(
                    StoreCheck.LOG_STARTS_LATE,
                    "the log starts at " + firstLog + ", after LastApplied " + text(lastApplied),
                    "the entries between them are missing");
        }
        if (keys > 0 && (sequence == null || Long.compareUnsigned(sequence, highestSeq) < 0)) {
            refuse(
                    StoreCheck.SEQUENCES_BEHIND,
                    sequence == null
                            ? "there are keys and no Sequences line"
                            : "Sequences is " + Long.toUnsignedString(sequence) + ", below the sequence number "
                                    + Long.toUnsignedString(highestSeq) + " of the key in line " + highestSeqLine,
                    "sequence numbers would be given out twice");
        }
        pairs.notes(notes);
        if (lastLog != null && lastApplied != null && lastLog.compareTo(lastApplied) < 0) {
            notes.add("the last log entry " + lastLog + " is below LastApplied " + lastApplied);
        }
        LogId known = LogId.max(committed, lastApplied);
        if (lastLog != null && known != null && lastLog.compareTo(known) > 0) {
            notes.add("log entries after " + known + " up to " + lastLog + " are not known to be committed");
        }
    }

    private void refuse(StoreCheck check, String what, String why) {
        if (accepted.contains(check)) {
            notes.add("accepted (" + check.label() + "): " + what);
            refused.add(new Refused(check, check == StoreCheck.EXPIRES_TOO_LATE ? line : 0, what, why));
            return;
        }
        throw Failure.of(ExitStatus.DAMAGED, what)
                .at(position())
                .because(why)
                .next("take another backup; if you know better: --accept " + check.label());
    }

    private static String text(LogId id) {
        return id == null ? "(none)" : id.toString();
    }
}
