package io.metash.integrity;

import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.StoreFacts;
import io.metash.record.U64;
import io.metash.state.ExpiryTimes;
import java.util.List;
import java.util.Optional;

/** Checks the entries of a log as they pass: consecutive, above the purged ones, and harmless for a server. */
final class LogChecks {
    private final StoreFacts facts;
    private final Sections sections;
    private final List<Finding> findings;
    private final LogTrace trace = new LogTrace();
    private boolean gap;
    private boolean commands;
    private boolean purgedContradicts;
    private boolean expiresTooLate;
    private long firstLine;
    private long lastLine;

    LogChecks(StoreFacts facts, Sections sections, List<Finding> findings) {
        this.facts = facts;
        this.sections = sections;
        this.findings = findings;
    }

    void entry(Entry entry, long line) {
        LogId id = entry.logId();
        LogId before = trace.last();
        if (before != null && !gap && !follows(id, before)) {
            gap = true;
            findings.add(Finding.wrong(
                    id.index() == before.index() ? StoreCheck.DUPLICATE : StoreCheck.LOG_GAP,
                    sequel(id, before),
                    line,
                    "the entry before it is in line " + lastLine
                            + "; log entries are consecutive and their terms never decrease"));
        }
        trace.add(entry);
        if (before == null) {
            firstLine = line;
            firstEntry(id);
        }
        lastLine = line;
        if (entry.payload() instanceof Entry.Normal normal) {
            commands |= !(normal.cmd() instanceof Cmd.AddNode);
            expiry(normal.cmd(), id, line);
        } else if (entry.payload() instanceof Entry.Members members
                && !MembershipChecks.hasVoters(members.membership())) {
            findings.add(Finding.wrong(
                    StoreCheck.NO_VOTERS,
                    "log entry " + id + " sets a membership without voters",
                    line,
                    "a cluster without voters elects no leader"));
        }
    }

    /** Rejects a first entry that no log can have. */
    private void firstEntry(LogId first) {
        if (facts.purged() == null) {
            return;
        }
        long purgedLine = sections.line(RecordOrder.PURGED);
        int found = findings.size();
        if (facts.isCurrent() && U64.compare(first.index(), facts.purged().index()) <= 0) {
            findings.add(Finding.wrong(
                    StoreCheck.LOG_AFTER_PURGED,
                    "the log starts at " + first + ", but " + facts.purged() + " was purged",
                    purgedLine,
                    "a purged entry is not in the log"));
        } else {
            LogIds ids = new LogIds();
            ids.add("Purged", facts.purged(), purgedLine);
            ids.compare(trace, findings);
        }
        purgedContradicts = findings.size() > found;
    }

    private static boolean follows(LogId id, LogId before) {
        return id.index() == before.index() + 1 && id.leaderId().compareTo(before.leaderId()) >= 0;
    }

    private static String sequel(LogId id, LogId before) {
        if (id.index() == before.index()) {
            return "log entry " + U64.text(id.index()) + " occurs twice";
        }
        boolean higher = U64.compare(id.index(), before.index()) > 0 && id.index() != before.index() + 1;
        return (higher ? "the log has a gap: " : "the log is out of order: ") + before + " is followed by " + id;
    }

    /**
     * Checks commands only. A node crashes when it applies a command with such a late time. Rows with such a time are
     * harmless and exist in real stores, since a long ttl is added up to 2^64-1: a server starts from them and
     * continues.
     */
    private void expiry(Cmd cmd, LogId id, long line) {
        Optional<Long> late =
                ExpiryTimes.latest(cmd).filter(latest -> U64.compare(latest, ExpiryTimes.STOPS_A_NODE_MS) >= 0);
        if (late.isPresent() && !expiresTooLate) {
            expiresTooLate = true;
            findings.add(Finding.informational(
                    StoreCheck.EXPIRES_TOO_LATE,
                    "log entry " + id + " sets the expiry time " + U64.text(late.get()),
                    line,
                    "a node stops when it applies an expiry time of " + ExpiryTimes.STOPS_A_NODE_MS
                            + " or more, and cannot start again"));
        }
    }

    /** The log ids that passed. */
    LogTrace trace() {
        return trace;
    }

    /** The line of the first entry. */
    long firstLine() {
        return firstLine;
    }

    /** Whether an entry is a command other than one that adds a node. */
    boolean hasCommands() {
        return commands;
    }

    /** Whether the first entry contradicts the purged log id, which is reported. */
    boolean purgedContradicts() {
        return purgedContradicts;
    }
}
