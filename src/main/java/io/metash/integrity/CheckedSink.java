package io.metash.integrity;

import io.metash.record.MetaRecord;
import io.metash.record.Note;
import io.metash.record.RecordSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Passes records to a sink while they pass the checks. Rejects a contradiction at its line, and incompleteness at the
 * end of the stream, before the sink is finished.
 */
public final class CheckedSink implements RecordSink {
    private final RecordSink sink;
    private final StoreChecks checks;
    private final String source;
    private final Set<StoreCheck> accepted;
    private final boolean incompletePasses;
    private int judged;

    /**
     * Creates a gate before a sink.
     *
     * @param source the input's name in errors
     * @param accepted checks that may fail
     */
    public CheckedSink(RecordSink sink, StoreChecks checks, String source, Set<StoreCheck> accepted) {
        this(sink, checks, source, accepted, false);
    }

    private CheckedSink(
            RecordSink sink, StoreChecks checks, String source, Set<StoreCheck> accepted, boolean incompletePasses) {
        this.sink = sink;
        this.checks = checks;
        this.source = source;
        this.accepted = accepted;
        this.incompletePasses = incompletePasses;
    }

    /**
     * Creates a gate for a store that is only read: incompleteness becomes a note, a contradiction is rejected.
     *
     * @param source the input's name in errors
     * @param accepted checks that may fail
     */
    public static CheckedSink forReading(RecordSink sink, StoreChecks checks, String source, Set<StoreCheck> accepted) {
        return new CheckedSink(sink, checks, source, accepted, true);
    }

    @Override
    public void accept(MetaRecord record) throws IOException {
        accept(record, 0);
    }

    @Override
    public void accept(MetaRecord record, long line) throws IOException {
        checks.accept(record, line);
        List<Finding> findings = checks.findings();
        for (; judged < findings.size(); judged++) {
            if (refuses(findings.get(judged)) && findings.get(judged).grade() != Grade.INCOMPLETE) {
                throw findings.get(judged).refusal(source);
            }
        }
        sink.accept(record, line);
    }

    @Override
    public void finish() throws IOException {
        checks.finish();
        refuseWorst();
        sink.finish();
    }

    private void refuseWorst() {
        Finding worst = null;
        List<Finding> refused = checks.findings().stream().filter(this::refuses).toList();
        for (Finding finding : refused) {
            if (worst == null || finding.grade().compareTo(worst.grade()) > 0) {
                worst = finding;
            }
        }
        if (worst != null) {
            throw worst.refusal(source, refused);
        }
    }

    private boolean refuses(Finding finding) {
        if (passesForReading(finding)) {
            return false;
        }
        boolean bad = finding.grade() != Grade.CONSISTENT
                || finding.check().filter(StoreCheck.EXPIRES_TOO_LATE::equals).isPresent();
        return bad && finding.check().filter(accepted::contains).isEmpty();
    }

    /** Whether a store with this finding can still be inspected: it is incomplete or contradicts its log. */
    private boolean passesForReading(Finding finding) {
        return incompletePasses
                && (finding.grade() == Grade.INCOMPLETE
                        || finding.check()
                                .filter(StoreCheck.STATE_MISMATCH::equals)
                                .isPresent());
    }

    /** Returns the notes for the report: those of the checks, and one for each accepted finding. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(Note.texts(checks.notes()));
        notes.addAll(acceptedNotes());
        return notes;
    }

    /** Returns one sentence for each accepted finding. */
    public List<String> acceptedNotes() {
        List<String> notes = new ArrayList<>();
        for (Finding finding : checks.findings()) {
            if (finding.check().filter(accepted::contains).isPresent()) {
                notes.add("accepted (" + finding.check().get().label() + "): " + finding.what());
            } else if (passesForReading(finding)) {
                notes.add("the store is " + finding.grade().words() + ": " + finding.what());
            }
        }
        return notes;
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
