package io.metash.integrity;

import io.metash.record.MetaRecord;
import io.metash.record.Note;
import io.metash.record.RecordSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lets records through to a sink as long as they pass the checks. A contradiction is refused at its line; what is missing is
 * known, and refused, at the end of the stream and before the sink is finished.
 */
public final class CheckedSink implements RecordSink {
    private final RecordSink sink;
    private final StoreChecks checks;
    private final String source;
    private final Set<StoreCheck> accepted;
    private final boolean incompletePasses;
    private int judged;

    /**
     * A gate before a sink.
     *
     * @param source what errors call the input
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
     * A gate for a store that is only read: incompleteness becomes a note, a contradiction is rejected.
     *
     * @param source what errors call the input
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

    /** A store in which something is missing, or is not what its log says, can be looked at. */
    private boolean passesForReading(Finding finding) {
        return incompletePasses
                && (finding.grade() == Grade.INCOMPLETE
                        || finding.check()
                                .filter(StoreCheck.STATE_MISMATCH::equals)
                                .isPresent());
    }

    /** What the report of the work says: the notes of the checks, and each finding that was accepted. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(Note.texts(checks.notes()));
        notes.addAll(acceptedNotes());
        return notes;
    }

    /** Each finding that was accepted, one sentence each. */
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
