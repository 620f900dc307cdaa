package io.metash.integrity;

import io.metash.record.LogId;
import io.metash.record.Note;
import io.metash.record.StoreFacts;
import io.metash.record.U64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the single records of a store, once all have passed: which are there, and how far the log reaches. */
final class FactChecks {
    private final StoreFacts facts;
    private final Sections sections;
    private final LogChecks log;
    private final LogTrace trace;
    private final List<Finding> findings;

    FactChecks(StoreFacts facts, Sections sections, LogChecks log, List<Finding> findings) {
        this.facts = facts;
        this.sections = sections;
        this.log = log;
        this.trace = log.trace();
        this.findings = findings;
    }

    /** Checks the lines that every export has. */
    void presence(boolean hasState, long keys) {
        for (RecordOrder section :
                List.of(RecordOrder.NODE_ID, RecordOrder.VOTE, RecordOrder.COMMITTED, RecordOrder.PURGED)) {
            if (facts.isCurrent() && !sections.contains(section)) {
                findings.add(absent(section, "every export has one, near its start"));
            }
        }
        if (!hasState) {
            if (trace.first() == null) {
                findings.add(Finding.missing(
                        StoreCheck.EMPTY,
                        "there is neither a log nor a state machine",
                        "every store that was started has a log; a store built from this input would be empty"));
            }
            return;
        }
        if (!sections.contains(RecordOrder.SEQUENCES)) {
            findings.add(absent(RecordOrder.SEQUENCES, "every state machine has one"));
        }
        if (facts.membership() == null) {
            findings.add(absent(RecordOrder.LAST_MEMBERSHIP, "every state machine has one"));
        }
        boolean written = keys > 0 || facts.sequence() != null && facts.sequence() != 0;
        if (written && facts.lastApplied() == null && !withoutRaft()) {
            findings.add(absent(RecordOrder.LAST_APPLIED, "a non-empty state machine has one"));
        }
    }

    /**
     * Whether no log entry wrote the keys. A Databend with an embedded meta store had no Raft: after the upgrade such
     * a store has null values, and its log starts with its membership, like that of a new cluster.
     */
    private boolean withoutRaft() {
        if (facts.purged() != null || log.hasCommands()) {
            return false;
        }
        LogId first = trace.first();
        if (first != null) {
            return first.index() == 0;
        }
        return sections.contains(RecordOrder.NODE_ID)
                && facts.nodeId() == null
                && facts.vote() == null
                && facts.committed() == null;
    }

    private static Finding absent(RecordOrder section, String why) {
        return Finding.missing(section.missing(), "there is no " + section.label() + " line", why);
    }

    /** Checks that the log ids of a store agree, and the vote with them. */
    void logIds() {
        LogIds ids = new LogIds();
        ids.add("Purged", log.purgedContradicts() ? null : facts.purged(), sections.line(RecordOrder.PURGED));
        ids.add("LastApplied", facts.lastApplied(), sections.line(RecordOrder.LAST_APPLIED));
        ids.add("Committed", facts.committed(), sections.line(RecordOrder.COMMITTED));
        if (facts.membership() != null) {
            ids.add(
                    "the log id of LastMembership",
                    facts.membership().logId(),
                    sections.line(RecordOrder.LAST_MEMBERSHIP));
        }
        ids.compare(trace, findings);
        LogId highest = LogId.max(LogId.max(trace.last(), facts.committed()), facts.purged());
        // A running server's snapshot may be newer than the vote that was read before it.
        boolean sameTime = facts.lastApplied() != null
                && (trace.last() == null || trace.holds(facts.lastApplied().index()));
        if (sameTime) {
            highest = LogId.max(highest, facts.lastApplied());
        }
        long term = 0;
        if (facts.vote() != null) {
            term = facts.vote().leaderId().term();
        }
        boolean given = sections.contains(RecordOrder.VOTE);
        if (given && highest != null && U64.compare(term, highest.leaderId().term()) < 0) {
            findings.add(Finding.wrong(
                    StoreCheck.VOTE_BEHIND,
                    "the vote " + (facts.vote() == null ? "(none)" : facts.vote()) + " is below the term of " + highest,
                    sections.line(RecordOrder.VOTE),
                    "a node votes in a term before it accepts its entries; a server does not start with this"));
        }
    }

    /** Checks how far the log reaches. */
    void reach() {
        LogId held = LogId.max(trace.last(), facts.lastApplied());
        if (facts.committed() != null
                && (held == null || U64.compare(facts.committed().index(), held.index()) > 0)) {
            findings.add(Finding.missingAt(
                    StoreCheck.COMMITTED_AHEAD,
                    "Committed " + facts.committed() + " is above the last log entry and LastApplied",
                    sections.line(RecordOrder.COMMITTED),
                    "committed entries are missing: the last entry is " + text(held)));
        }
        if (facts.purged() != null
                && (facts.lastApplied() == null
                        || U64.compare(
                                        facts.purged().index(),
                                        facts.lastApplied().index())
                                > 0)) {
            findings.add(Finding.missingAt(
                    StoreCheck.PURGED_AHEAD,
                    "Purged " + facts.purged() + " is above LastApplied " + text(facts.lastApplied()),
                    sections.line(RecordOrder.PURGED),
                    "the writes of the purged entries are missing from the state machine of this input"));
        }
        LogId first = trace.first();
        if (first == null) {
            return;
        }
        long afterApplied = 0;
        if (facts.lastApplied() != null) {
            afterApplied = facts.lastApplied().index() + 1;
        }
        long afterPurged = 0;
        if (facts.purged() != null) {
            afterPurged = facts.purged().index() + 1;
        }
        if (U64.compare(first.index(), afterApplied) > 0) {
            findings.add(Finding.missingAt(
                    StoreCheck.LOG_STARTS_LATE,
                    "the log starts at " + first + ", after LastApplied " + text(facts.lastApplied()),
                    log.firstLine(),
                    "the entries between them are missing"));
        } else if (facts.isCurrent() && U64.compare(first.index(), afterPurged) > 0) {
            findings.add(Finding.missingAt(
                    StoreCheck.LOG_AFTER_PURGED,
                    "the log starts at " + first + ", but " + (facts.purged() == null ? "nothing" : facts.purged())
                            + " was purged",
                    log.firstLine(),
                    "the entries between them are missing"));
        }
    }

    /** Notes where the log ends before or after the state. */
    void tails(List<Note> notes) {
        LogId last = trace.last();
        if (last != null && facts.lastApplied() != null && last.compareTo(facts.lastApplied()) < 0) {
            notes.add(new Note(
                    Note.Code.LOG_BEHIND,
                    "the last log entry " + last + " is below LastApplied " + facts.lastApplied()));
        }
        LogId known = LogId.max(facts.committed(), facts.lastApplied());
        if (last != null && known != null && last.compareTo(known) > 0) {
            notes.add(new Note(
                    Note.Code.UNCOMMITTED,
                    "log entries after " + known + " up to " + last + " are not known to be committed"));
        }
    }

    private static String text(@Nullable LogId id) {
        if (id == null) {
            return "(none)";
        }
        return id.toString();
    }
}
