package io.metash.backup;

import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSink;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Looks at all records of a stream and finds what does not fit together: order, log, sequence numbers, expiry, members,
 * references. Nothing is kept but ids and hashes, so memory does not grow with the stream.
 */
public final class StreamVerify implements RecordSink {
    private final StreamFacts facts = new StreamFacts();
    private final StoreChecks checks;
    private final OrderCheck order = new OrderCheck();
    private final NamesAndIds names = new NamesAndIds();
    private final DanglingReferences dangling = new DanglingReferences();
    private final List<Finding> findings = new ArrayList<>();
    private LogId purged;

    /** A look at a stream of that name. */
    public StreamVerify(String sourceName) {
        checks = new StoreChecks(sourceName, EnumSet.allOf(StoreCheck.class));
    }

    @Override
    public void accept(MetaRecord record) {
        accept(record, 0);
    }

    @Override
    public void accept(MetaRecord record, long line) {
        facts.take(record, 0);
        order.take(record, line);
        checks.take(record, line);
        if (record instanceof MetaRecord.Kv kv) {
            names.take(kv);
            dangling.take(kv);
        } else if (record instanceof MetaRecord.Purged p) {
            purged = p.logId();
        }
    }

    @Override
    public void finish() {
        checks.finish();
        if (order.first() != null) {
            findings.add(order.first());
        }
        for (StoreChecks.Refused refused : checks.refused()) {
            boolean stops = refused.check() == StoreCheck.EXPIRES_TOO_LATE;
            findings.add(new Finding(
                    stops ? Grade.CONSISTENT : Grade.INCOMPLETE, refused.what(), refused.line(), -1, refused.why()));
        }
        lines();
        members();
        findings.addAll(names.findings());
        findings.addAll(dangling.findings());
        if (!checks.expiriesPair()) {
            findings.add(Finding.missing(
                    "Expire records and keys that expire do not pair: " + checks.expiries(),
                    "every key that expires has one Expire record"));
        }
        checks.notes().stream()
                .filter(note -> !note.startsWith("accepted (") && !note.contains("Expire records"))
                .map(Finding::note)
                .forEach(findings::add);
    }

    /** The lines that every export has. */
    private void lines() {
        boolean newest = "V004".equals(facts.version());
        for (RecordKind family :
                List.of(RecordKind.NODE_ID, RecordKind.VOTE, RecordKind.COMMITTED, RecordKind.PURGED)) {
            if (newest && facts.records(family) == 0) {
                findings.add(Finding.missing(
                        "there is no " + family.label() + " line", "every export of V004 has one, near its start"));
            }
        }
        long rows = facts.records(RecordKind.KV) + facts.records(RecordKind.EXPIRE) + facts.records(RecordKind.NODES);
        boolean state = rows + facts.records(RecordKind.SEQUENCES) + facts.records(RecordKind.STATE) > 0;
        if (state && facts.records(RecordKind.SEQUENCES) == 0) {
            findings.add(Finding.missing("there is no Sequences line", "every state machine has one"));
        }
        if (state && facts.membership() == null) {
            findings.add(Finding.missing("there is no LastMembership line", "every state machine has one"));
        }
        long next = purged == null ? 0 : purged.index() + 1;
        LogId firstLog = facts.firstLog();
        if (newest && firstLog != null && Long.compareUnsigned(firstLog.index(), next) > 0) {
            findings.add(Finding.missing(
                    "the log starts at " + firstLog + ", but " + (purged == null ? "nothing" : purged) + " was purged",
                    "the entries between them are missing"));
        }
    }

    private void members() {
        if (facts.membership() == null) {
            return;
        }
        List<String> unknown = facts.membership().membership().nodes().keySet().stream()
                .filter(id -> !facts.nodes().containsKey(id))
                .map(Long::toUnsignedString)
                .toList();
        if (!unknown.isEmpty()) {
            findings.add(Finding.missing(
                    "there is no Nodes line of member " + String.join(", ", unknown),
                    "a member without an address cannot be reached"));
        }
    }

    /** What was found; complete after {@link #finish}. */
    public List<Finding> findings() {
        return findings;
    }

    /** What the stream says of the store. */
    public StreamFacts facts() {
        return facts;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
