package io.metash.command.backup;

import io.metash.backup.DirectoryVerify;
import io.metash.backup.FileVerify;
import io.metash.backup.InterruptedExport;
import io.metash.backup.Manifest;
import io.metash.backup.SessionVerify;
import io.metash.backup.Verdict;
import io.metash.client.ClusterInfo;
import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.command.ProgressLine;
import io.metash.integrity.Grade;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.ShellWord;
import io.metash.session.ConnectOptions;
import io.metash.session.EndpointSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Examines a store: verifies it, then checks the directory, file or service and the membership. */
final class StoreDoctor {
    private final CommandContext context;
    private final Diagnosis diagnosis;
    private final int named;

    /** Creates a check that lists at most {@code named} missing objects for each reason. */
    StoreDoctor(CommandContext context, Diagnosis diagnosis, int named) {
        this.context = context;
        this.diagnosis = diagnosis;
        this.named = named;
    }

    /** Verifies a place and adds the findings to the diagnosis; returns null when the store cannot be read. */
    @Nullable
    Verdict examine(Place place) throws IOException {
        Verdict verdict = verify(place);
        if (verdict != null) {
            diagnosis.add(place.argument(), verdict);
        }
        Optional<Path> directory = place.directory();
        if (directory.isPresent()) {
            new DirectoryDiagnosis(diagnosis).add(directory.get());
        } else if (place.path() != null) {
            file(place.path());
        } else if (place.session() instanceof EndpointSession service) {
            service(service);
        }
        if (verdict != null && verdict.grade() != Grade.DAMAGED) {
            new MembershipDiagnosis(context, diagnosis).add(place);
            new ReferenceDiagnosis(context, diagnosis, named).add(place);
        }
        return verdict;
    }

    private @Nullable Verdict verify(Place place) throws IOException {
        ProgressLine progress = new ProgressLine(context, "looking");
        try {
            Optional<Path> directory = place.directory();
            if (directory.isPresent()) {
                return DirectoryVerify.run(directory.get(), progress, context.cancel());
            }
            if (place.session() == null) {
                return FileVerify.run(place.storedFile(), progress, context.cancel());
            }
            try (Place.OpenPlace opened = place.open(ConnectOptions.standard().watched(progress, context.cancel()))) {
                return SessionVerify.run(opened.session(), progress, context.cancel());
            }
        } catch (Failure failure) {
            if (failure.status() == ExitStatus.INTERRUPTED || failure.status() == ExitStatus.USAGE) {
                throw failure;
            }
            String what = failure.what();
            if (failure.where() != null) {
                what += " (" + failure.where() + ")";
            }
            diagnosis.urgent(what, failure.why(), failure.next());
            return null;
        } finally {
            progress.clear();
        }
    }

    private void file(Path file) throws IOException {
        diagnosis.mode(file, "the backup is readable by all users of this machine; it holds secrets");
        InterruptedExport cut = new InterruptedExport(file);
        Optional<Path> hidden = cut.manifest();
        if (hidden.isPresent()) {
            diagnosis.urgent(
                    "an export to this file was killed in its last step: its manifest is " + hidden.get(),
                    "verify and import find it there; this command, or the next export to the file, finishes it",
                    "mv " + ShellWord.of(hidden.get()) + " " + ShellWord.of(Manifest.nameFor(file)));
            return;
        }
        for (Path left : cut.manifests()) {
            diagnosis.known("left over from a killed export to this file: " + left, null, "rm " + ShellWord.of(left));
        }
        if (!Files.exists(Manifest.nameFor(file))) {
            diagnosis.known(
                    "no manifest: the completeness of the file is unproved",
                    null,
                    "metash backup --to DIR --raft-dir RAFT_DIR   (makes one that is proved)");
        }
    }

    private void service(EndpointSession service) {
        ClusterInfo info = service.info();
        if (info.leader() == null) {
            diagnosis.urgent(
                    "the node knows no leader",
                    "writes are not possible now",
                    "metash -c 'connect ANOTHER_NODE; status'");
        }
        LogId snapshot = null;
        if (info.snapshotLastLogId() != null) {
            snapshot = LogId.parse(info.snapshotLastLogId());
        }
        long lag = info.lastLogIndex() - (snapshot == null ? -1 : snapshot.index());
        if (lag > 0) {
            diagnosis.known(
                    "the last snapshot is " + Units.count(lag, "log entry") + " old",
                    "an export contains the snapshot; later writes are only in its log entries",
                    "export --snapshot FILE");
        }
    }
}
