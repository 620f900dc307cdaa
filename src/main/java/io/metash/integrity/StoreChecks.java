package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.Note;
import io.metash.record.RecordSink;
import io.metash.record.StoreFacts;
import io.metash.record.U64;
import io.metash.state.ExpiryTimes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Checks all records of a stream for consistency: missing or duplicate lines, their order, the log, log ids, votes,
 * members, sequence numbers, expiry, the names and ids of the catalog. Keeps only ids and hashes, so memory does not
 * grow with the stream.
 */
public final class StoreChecks implements RecordSink {
    private static final int MOST_DUPLICATES = 8;
    /** Limit on chunks of sequence numbers, 8 KiB each. */
    private static final int MOST_SEQUENCE_CHUNKS = 4096;

    private static final String GENERATOR = "generic-kv";

    private final List<Finding> findings = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final OrderCheck order = new OrderCheck(findings);
    private final ExpiryPairing pairs = new ExpiryPairing();
    private final NamesAndIds names = new NamesAndIds();
    private final LogTrace log = new LogTrace();
    private final StateEvidence evidence = new StateEvidence();
    private final Map<RecordOrder, Long> lines = new EnumMap<>(RecordOrder.class);
    private final Map<Long, Long> nodeLines = new HashMap<>();
    private final StoreFacts facts = new StoreFacts();
    private int duplicates;
    private boolean gap;
    private boolean commands;
    private boolean purgedContradicts;
    private boolean expiresTooLate;
    private Optional<Finding> sequenceTwice = Optional.empty();
    private final IdSet seqs = new IdSet(MOST_SEQUENCE_CHUNKS);
    private Bytes lastKey;
    private long firstLogLine;
    private long lastLogLine;
    private long highestSeq;
    private long highestSeqLine;
    private long keys;

    /** Returns the findings so far, in order; complete after {@link #finish}. */
    public List<Finding> findings() {
        return findings;
    }

    /** Returns notes on harmless oddities, one sentence each; complete after {@link #finish}. */
    public List<Note> notes() {
        return notes;
    }

    @Override
    public void accept(MetaRecord record) {
        accept(record, 0);
    }

    @Override
    public void accept(MetaRecord record, long line) {
        RecordOrder section = RecordOrder.of(record);
        order.check(record, section, line);
        if (record instanceof MetaRecord.Kv kv) {
            key(kv, line);
        } else if (record instanceof MetaRecord.Expire expire) {
            pairs.expire(expire);
        } else if (record instanceof MetaRecord.Log entry) {
            entry(entry.entry(), line);
        } else if (record instanceof MetaRecord.Nodes node) {
            node(node, line);
        } else {
            single(record, section, line);
        }
    }

    private void key(MetaRecord.Kv kv, long line) {
        keys++;
        if (U64.compare(kv.value().seq(), highestSeq) > 0) {
            highestSeq = kv.value().seq();
            highestSeqLine = line;
        }
        sequence(kv, line);
        pairs.key(kv);
        names.add(kv);
        evidence.row(kv, line);
    }

    /** Checks a sequence number: each write takes the next one, starting at 1. */
    private void sequence(MetaRecord.Kv kv, long line) {
        long seq = kv.value().seq();
        boolean sameKey = kv.key().equals(lastKey);
        lastKey = kv.key();
        if (!sameKey && (seq == 0 || !seqs.add(seq)) && sequenceTwice.isEmpty()) {
            String twice = ", which another key has too";
            if (seq == 0) {
                twice = "";
            }
            sequenceTwice = Optional.of(Finding.wrong(
                    StoreCheck.SEQUENCE_TWICE,
                    "the key " + kv.key() + " has the sequence number " + U64.text(seq) + twice,
                    line,
                    "every write takes a number of its own, from 1"));
        }
    }

    private void node(MetaRecord.Nodes node, long line) {
        evidence.node(node, line);
        Long before = nodeLines.putIfAbsent(node.id(), line);
        if (before != null) {
            duplicate("node " + U64.text(node.id()) + " occurs twice", before, line);
        }
    }

    private void single(MetaRecord record, RecordOrder section, long line) {
        Long before = lines.putIfAbsent(section, line);
        if (before != null) {
            duplicate("a second " + section.label() + " line", before, line);
        }
        record.visit(facts);
        if (record instanceof MetaRecord.Sequences sequences && !sequences.key().equals(GENERATOR)) {
            findings.add(Finding.missingAt(
                    StoreCheck.MISSING_SEQUENCES,
                    "the Sequences line is of the generator " + sequences.key() + ", not of " + GENERATOR,
                    line,
                    "a server that finds none of " + GENERATOR + " assigns numbers again from 1"));
        }
        if (section == RecordOrder.LAST_APPLIED) {
            evidence.applied(facts.lastApplied());
        }
    }

    private void duplicate(String what, long before, long line) {
        if (duplicates++ < MOST_DUPLICATES) {
            String why = "a store has one";
            if (before != 0) {
                why = "line " + before + " is the first; a store has one";
            }
            findings.add(Finding.wrong(StoreCheck.DUPLICATE, what, line, why));
        }
    }

    private void entry(Entry entry, long line) {
        LogId id = entry.logId();
        LogId before = log.last();
        if (before != null && !gap && !follows(id, before)) {
            gap = true;
            findings.add(Finding.wrong(
                    id.index() == before.index() ? StoreCheck.DUPLICATE : StoreCheck.LOG_GAP,
                    sequel(id, before),
                    line,
                    "the entry before it is in line " + lastLogLine
                            + "; log entries are consecutive and their terms never decrease"));
        }
        log.add(entry);
        evidence.entry(entry);
        if (before == null) {
            firstLogLine = line;
            firstEntry(id);
        }
        lastLogLine = line;
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
        int found = findings.size();
        if (facts.isCurrent() && U64.compare(first.index(), facts.purged().index()) <= 0) {
            findings.add(Finding.wrong(
                    StoreCheck.LOG_AFTER_PURGED,
                    "the log starts at " + first + ", but " + facts.purged() + " was purged",
                    line(RecordOrder.PURGED),
                    "a purged entry is not in the log"));
        } else {
            LogIds ids = new LogIds();
            ids.add("Purged", facts.purged(), line(RecordOrder.PURGED));
            ids.compare(log, findings);
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
        Long latest = ExpiryTimes.latest(cmd);
        boolean late = latest != null && U64.compare(latest, ExpiryTimes.STOPS_A_NODE_MS) >= 0;
        if (late && !expiresTooLate) {
            expiresTooLate = true;
            findings.add(Finding.odd(
                    StoreCheck.EXPIRES_TOO_LATE,
                    "log entry " + id + " sets the expiry time " + U64.text(latest),
                    line,
                    "a node stops when it applies an expiry time of " + ExpiryTimes.STOPS_A_NODE_MS
                            + " or more, and cannot start again"));
        }
    }

    private long line(RecordOrder section) {
        return lines.getOrDefault(section, 0L);
    }

    @Override
    public void finish() {
        presence();
        logIds();
        reach();
        MembershipChecks.of(facts.membership(), facts.lastApplied(), log, line(RecordOrder.LAST_MEMBERSHIP))
                .ifPresent(findings::add);
        members();
        sequences();
        if (order.rowsAscend()) {
            // Unsorted rows may repeat a key, which the sorter reports.
            sequenceTwice.ifPresent(findings::add);
        }
        findings.addAll(names.findings());
        if (!pairs.equal()) {
            findings.add(Finding.missing(
                    StoreCheck.EXPIRE_PAIRS,
                    "Expire records and keys that expire do not pair: " + pairs.words(),
                    "every key that expires has one Expire record"));
        }
        findings.addAll(evidence.finish(facts.sequence()));
        tails();
    }

    /** Summarizes how much of the state the log confirms, as a clause; null when it confirms nothing. */
    public String confirmed() {
        return evidence.summary();
    }

    private boolean hasState() {
        return keys > 0
                || pairs.any()
                || !nodeLines.isEmpty()
                || lines.containsKey(RecordOrder.SEQUENCES)
                || facts.lastApplied() != null
                || facts.membership() != null;
    }

    /** Checks the lines that every export has. */
    private void presence() {
        for (RecordOrder section :
                List.of(RecordOrder.NODE_ID, RecordOrder.VOTE, RecordOrder.COMMITTED, RecordOrder.PURGED)) {
            if (facts.isCurrent() && !lines.containsKey(section)) {
                findings.add(absent(section, "every export of V004 has one, near its start"));
            }
        }
        if (!hasState()) {
            if (log.first() == null) {
                findings.add(Finding.missing(
                        StoreCheck.EMPTY,
                        "there is neither a log nor a state machine",
                        "every store that was started has a log; a store built from this input would be empty"));
            }
            return;
        }
        if (!lines.containsKey(RecordOrder.SEQUENCES)) {
            findings.add(absent(RecordOrder.SEQUENCES, "every state machine has one"));
        }
        if (facts.membership() == null) {
            findings.add(absent(RecordOrder.LAST_MEMBERSHIP, "every state machine has one"));
        }
        boolean written = keys > 0 || facts.sequence() != null && facts.sequence() != 0;
        if (written && facts.lastApplied() == null && !withoutRaft()) {
            findings.add(absent(RecordOrder.LAST_APPLIED, "a state machine that holds anything has one"));
        }
    }

    /**
     * Whether no log entry wrote the keys. A Databend with an embedded meta store had no Raft: after the upgrade such
     * a store has null values, and its log starts with its membership, like that of a new cluster.
     */
    private boolean withoutRaft() {
        if (facts.purged() != null || commands) {
            return false;
        }
        LogId first = log.first();
        if (first != null) {
            return first.index() == 0;
        }
        return lines.containsKey(RecordOrder.NODE_ID)
                && facts.nodeId() == null
                && facts.vote() == null
                && facts.committed() == null;
    }

    private static Finding absent(RecordOrder section, String why) {
        return Finding.missing(section.missing(), "there is no " + section.label() + " line", why);
    }

    private void logIds() {
        LogIds ids = new LogIds();
        ids.add("Purged", purgedContradicts ? null : facts.purged(), line(RecordOrder.PURGED));
        ids.add("LastApplied", facts.lastApplied(), line(RecordOrder.LAST_APPLIED));
        ids.add("Committed", facts.committed(), line(RecordOrder.COMMITTED));
        if (facts.membership() != null) {
            ids.add("the log id of LastMembership", facts.membership().logId(), line(RecordOrder.LAST_MEMBERSHIP));
        }
        ids.compare(log, findings);
        LogId highest = LogId.max(LogId.max(log.last(), facts.committed()), facts.purged());
        // A running server's snapshot may be newer than the vote that was read before it.
        boolean sameTime = facts.lastApplied() != null
                && (log.last() == null || log.holds(facts.lastApplied().index()));
        if (sameTime) {
            highest = LogId.max(highest, facts.lastApplied());
        }
        long term = 0;
        if (facts.vote() != null) {
            term = facts.vote().leaderId().term();
        }
        boolean given = lines.containsKey(RecordOrder.VOTE);
        if (given && highest != null && U64.compare(term, highest.leaderId().term()) < 0) {
            findings.add(Finding.wrong(
                    StoreCheck.VOTE_BEHIND,
                    "the vote " + (facts.vote() == null ? "(none)" : facts.vote()) + " is below the term of " + highest,
                    line(RecordOrder.VOTE),
                    "a node votes in a term before it accepts its entries; a server does not start with this"));
        }
    }

    /** Checks how far the log reaches. */
    private void reach() {
        LogId held = LogId.max(log.last(), facts.lastApplied());
        if (facts.committed() != null
                && (held == null || U64.compare(facts.committed().index(), held.index()) > 0)) {
            findings.add(Finding.missingAt(
                    StoreCheck.COMMITTED_AHEAD,
                    "Committed " + facts.committed() + " is above the last log entry and LastApplied",
                    line(RecordOrder.COMMITTED),
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
                    line(RecordOrder.PURGED),
                    "the writes of the purged entries are missing from the state machine of this input"));
        }
        LogId first = log.first();
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
                    firstLogLine,
                    "the entries between them are missing"));
        } else if (facts.isCurrent() && U64.compare(first.index(), afterPurged) > 0) {
            findings.add(Finding.missingAt(
                    StoreCheck.LOG_AFTER_PURGED,
                    "the log starts at " + first + ", but " + (facts.purged() == null ? "nothing" : facts.purged())
                            + " was purged",
                    firstLogLine,
                    "the entries between them are missing"));
        }
    }

    private void members() {
        if (facts.membership() == null) {
            return;
        }
        Collection<Long> members = new TreeSet<>(U64::compare);
        members.addAll(facts.membership().membership().nodes().keySet());
        facts.membership().membership().configs().forEach(members::addAll);
        List<String> unknown = members.stream()
                .filter(id -> !nodeLines.containsKey(id))
                .map(U64::text)
                .toList();
        if (!unknown.isEmpty()) {
            findings.add(Finding.missing(
                    StoreCheck.MEMBER_WITHOUT_NODE,
                    "there is no Nodes line of member " + String.join(", ", unknown),
                    "a member without an address cannot be reached"));
        }
    }

    private void sequences() {
        if (keys > 0 && facts.sequence() != null && U64.compare(facts.sequence(), highestSeq) < 0) {
            findings.add(Finding.wrong(
                    StoreCheck.SEQUENCES_BEHIND,
                    "Sequences is " + U64.text(facts.sequence()) + ", below the sequence number " + U64.text(highestSeq)
                            + " of a key",
                    highestSeqLine,
                    "sequence numbers would be assigned twice"));
        }
    }

    private void tails() {
        LogId last = log.last();
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

    private static String text(LogId id) {
        if (id == null) {
            return "(none)";
        }
        return id.toString();
    }

    @Override
    public void close() {
        // Holds no resources.
    }
}
