package io.metash.command.backup;

import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.command.ProgressLine;
import io.metash.integrity.DanglingReferences;
import io.metash.integrity.Finding;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.MetaRecord;
import io.metash.record.ShellWord;
import io.metash.session.ConnectOptions;
import java.io.IOException;
import java.util.List;

/** Examines the references of objects in the state with the committed log applied. */
final class ReferenceDiagnosis {
    private final CommandContext context;
    private final Diagnosis diagnosis;
    private final int named;

    /** Creates a diagnosis that lists at most {@code named} objects for each reason. */
    ReferenceDiagnosis(CommandContext context, Diagnosis diagnosis, int named) {
        this.context = context;
        this.diagnosis = diagnosis;
        this.named = named;
    }

    void add(Place place) throws IOException {
        DanglingReferences dangling = new DanglingReferences();
        ProgressLine progress = new ProgressLine(context, "checking references");
        ConnectOptions options = ConnectOptions.standard().watched(progress, context.cancel());
        try (Place.OpenPlace opened = place.open(options);
                KvCursor keys = opened.session().scan(Bytes.EMPTY, null)) {
            while (keys.next()) {
                context.cancel().check();
                dangling.add(new MetaRecord.Kv(keys.key(), keys.value()));
            }
        } catch (Failure failure) {
            if (failure.status() == ExitStatus.INTERRUPTED) {
                throw failure;
            }
            diagnosis.known("references were not checked: " + failure.what(), failure.why(), null);
            return;
        } finally {
            progress.clear();
        }
        List<Finding> shown = dangling.findings(named);
        List<Finding> whole = dangling.findings(Integer.MAX_VALUE);
        for (int i = 0; i < shown.size(); i++) {
            Finding finding = shown.get(i);
            String command = null;
            if (!finding.equals(whole.get(i))) {
                command = "metash doctor --all " + ShellWord.of(place.argument());
            }
            diagnosis.known(finding.what(), finding.why(), command);
        }
    }
}
