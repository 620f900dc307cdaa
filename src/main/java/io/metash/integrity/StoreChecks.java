package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.MetaRecord;
import io.metash.record.Note;
import io.metash.record.RecordSink;
import io.metash.record.StoreFacts;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks all records of a stream for consistency: missing or duplicate lines, their order, the log, log ids, votes,
 * members, sequence numbers, expiry, the names and ids of the catalog. Keeps only ids and hashes, so memory does not
 * grow with the stream.
 */
public final class StoreChecks implements RecordSink {
    private static final int MAX_DUPLICATES = 8;
    /** Limit on chunks of sequence numbers, 8 KiB each. */
    private static final int MAX_SEQUENCE_CHUNKS = 4096;

    private static final String GENERATOR = "generic-kv";

    private final List<Finding> findings = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final OrderCheck order = new OrderCheck(findings);
    private final ExpiryPairing pairs = new ExpiryPairing();
    private final NamesAndIds names = new NamesAndIds();
    private final StateEvidence evidence = new StateEvidence();
    private final Sections sections = new Sections();
    private final Map<Long, Long> nodeLines = new HashMap<>();
    private final StoreFacts facts = new StoreFacts();
    private final LogChecks log = new LogChecks(facts, sections, findings);
    private final FactChecks factChecks = new FactChecks(facts, sections, log, findings);
    private int duplicates;
    private Optional<Finding> sequenceTwice = Optional.empty();
    private final IdSet seqs = new IdSet(MAX_SEQUENCE_CHUNKS);
    private @Nullable Bytes lastKey;
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
            log.entry(entry.entry(), line);
            evidence.entry(entry.entry());
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
            String twice = ", like another key";
            if (seq == 0) {
                twice = "";
            }
            sequenceTwice = Optional.of(Finding.wrong(
                    StoreCheck.SEQUENCE_TWICE,
                    "the key " + kv.key() + " has the sequence number " + U64.text(seq) + twice,
                    line,
                    "every write has its own sequence number, starting with 1"));
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
        Long before = sections.add(section, line);
        if (before != null) {
            duplicate("a second " + section.label() + " line", before, line);
        }
        record.visit(facts);
        if (record instanceof MetaRecord.Sequences sequences && !sequences.key().equals(GENERATOR)) {
            findings.add(Finding.missingAt(
                    StoreCheck.MISSING_SEQUENCES,
                    "the Sequences line is for the generator " + sequences.key() + ", not for " + GENERATOR,
                    line,
                    "a server that finds none of " + GENERATOR + " assigns numbers again from 1"));
        }
        if (section == RecordOrder.LAST_APPLIED) {
            evidence.applied(facts.lastApplied());
        }
    }

    private void duplicate(String what, long before, long line) {
        if (duplicates++ < MAX_DUPLICATES) {
            String why = "a store has one";
            if (before != 0) {
                why = "line " + before + " is the first; a store has one";
            }
            findings.add(Finding.wrong(StoreCheck.DUPLICATE, what, line, why));
        }
    }

    @Override
    public void finish() {
        factChecks.presence(hasState(), keys);
        factChecks.logIds();
        factChecks.reach();
        MembershipChecks.of(
                        facts.membership(),
                        facts.lastApplied(),
                        log.trace(),
                        sections.line(RecordOrder.LAST_MEMBERSHIP))
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
        factChecks.tails(notes);
    }

    /** Summarizes how much of the state the log confirms, as a clause; null when it confirms nothing. */
    public @Nullable String confirmed() {
        return evidence.summary();
    }

    private boolean hasState() {
        return keys > 0
                || pairs.any()
                || !nodeLines.isEmpty()
                || sections.contains(RecordOrder.SEQUENCES)
                || facts.lastApplied() != null
                || facts.membership() != null;
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

    @Override
    public void close() {
        // Holds no resources.
    }
}
