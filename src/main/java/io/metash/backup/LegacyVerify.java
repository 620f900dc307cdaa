package io.metash.backup;

import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.raftdir.legacy.LiftOptions;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.raftdir.sled.SledDatabase;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.record.ShellWord;
import io.metash.session.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies a Raft directory of V0 to V003: the sled log, every page of its trees, the snapshot, and the consistency
 * of the records converted to V004.
 */
final class LegacyVerify {
    private LegacyVerify() {}

    /**
     * Verifies a directory.
     *
     * @throws Failure when its format is not supported
     */
    static Verdict run(Path raftDir, Progress progress, Cancel cancel) throws IOException {
        List<Finding> findings = new ArrayList<>();
        StreamVerify stream = new StreamVerify();
        LiftOptions lifting = new LiftOptions(CacheDirectory.ofUser().scratch(), progress, cancel);
        try (StoredDirectory dir = StoredDirectory.open(raftDir, lifting);
                RecordSource records = dir.export()) {
            new Pump(records, List.of(), stream, progress, cancel).run();
            dir.notes().forEach(note -> findings.add(Finding.of(note)));
            dir.lifted().forEach(line -> findings.add(Finding.of(Note.Code.LIFTED, line)));
            findings.add(Finding.of(
                    Note.Code.CHECKED, "checked: the sled log, every page of its trees, and the newest snapshot"));
            findings.addAll(stream.findings());
        } catch (Failure failure) {
            if (failure.status() != ExitStatus.DAMAGED) {
                throw failure;
            }
            findings.add(DirectoryVerify.damage(failure));
        }
        Path log = raftDir.resolve(SledDatabase.LOG_FILE);
        long bytes = -1;
        if (Files.isRegularFile(log)) {
            bytes = Files.size(log);
        }
        Verdict verdict = Verdict.of(raftDir.toString(), findings, stream.facts(), bytes, null);
        if (verdict.grade() == Grade.CONSISTENT) {
            return verdict;
        }
        return verdict.withRemedy(
                Verdict.Remedy.IMPORT,
                "metash import --raft-dir " + ShellWord.of(raftDir) + " --db BACKUP; the current store is kept");
    }
}
