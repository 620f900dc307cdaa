package io.metash.backup;

import io.metash.history.PastState;
import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.record.Cancel;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.record.U64;
import io.metash.session.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Verifies the records of a session: of a running service, or of a store as it was after an entry of its log. */
public final class SessionVerify {
    private SessionVerify() {}

    /** Verifies a session. */
    public static Verdict run(Session session, Progress progress, Cancel cancel) throws IOException {
        StreamVerify stream = new StreamVerify();
        try (RecordSource source = session.export()) {
            new Pump(source, List.of(), stream, progress, cancel).run();
        }
        List<Finding> findings = new ArrayList<>(stream.findings());
        if (session.shownPast().isPresent()) {
            return past(session, session.shownPast().get(), findings, stream.facts());
        }
        return Verdict.of(session.place(), findings, stream.facts(), -1, null);
    }

    private static Verdict past(Session session, PastState state, List<Finding> findings, StreamFacts facts) {
        String index = U64.text(state.at().index());
        List<String> unknown = unknown(state);
        if (!unknown.isEmpty()) {
            String text = "unknown at entry " + index + ": " + String.join(", ", unknown);
            Note note = new Note(Note.Code.EARLIER_STATE, text);
            // First, since unknown keys make other checks fail.
            findings.add(0, Finding.noted(Grade.INCOMPLETE, note, "'at --unknown' lists each key with the reason"));
        }
        session.notes().forEach(note -> findings.add(Finding.of(Note.Code.EARLIER_STATE, note)));
        Verdict verdict = Verdict.of(session.place() + " at entry " + index, findings, facts, -1, null);
        if (verdict.grade() == Grade.CONSISTENT) {
            return verdict;
        }
        return verdict.withRemedy(
                Verdict.Remedy.NONE, "at " + index + " --base BACKUP, with an older backup of the same store");
    }

    private static List<String> unknown(PastState state) {
        List<String> unknown = new ArrayList<>();
        if (!state.unknown().isEmpty()) {
            unknown.add("keys: " + state.unknown().size());
        }
        if (!state.unknownNodes().isEmpty()) {
            unknown.add("addresses of nodes: " + state.unknownNodes().size());
        }
        if (state.membership().isEmpty()) {
            unknown.add("the members");
        }
        return unknown;
    }
}
