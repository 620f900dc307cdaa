package io.metash.rebuild;

import io.metash.files.FileLock;
import io.metash.files.LockProbe;
import io.metash.integrity.CheckedSink;
import io.metash.integrity.StoreChecks;
import io.metash.record.Cancel;
import io.metash.record.LogId;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Simulates an import or a rollback: reads and checks the input like the real one and writes nothing. */
public final class DryImport {
    private final ImportRequest request;
    private final ImportTarget target;

    /** Creates a dry run of an import. */
    public DryImport(ImportRequest request) throws IOException {
        this.request = request;
        this.target = ImportTarget.of(request.raftDir());
    }

    /** Reads the input and returns one line for each action. */
    public List<String> run(RecordSource source, String sourceName, Progress progress, Cancel cancel)
            throws IOException {
        target.requireRoom();
        Path lock = target.dfMeta().resolve("V004/log/LOCK");
        if (Files.isRegularFile(lock) && LockProbe.busy(lock)) {
            throw FileLock.refused(lock, LockProbe.holder(lock));
        }
        StoreDigest digest = new StoreDigest();
        CheckedSink checked = new CheckedSink(digest, new StoreChecks(), sourceName, request.accepted());
        long records = new Pump(source, List.of(), checked, progress, cancel).run();
        List<String> lines = new ArrayList<>();
        if (target.state() == Journal.Before.STORE) {
            LogId last = LogId.max(digest.lastLog(), digest.lastApplied());
            NewerStore.words("the input", last, digest.lastTimeMs(), target.raftDir())
                    .ifPresent(newer -> lines.add("note: " + newer));
        }
        lines.add(String.format(Locale.ROOT, "read %s: %,d records, all checks pass", sourceName, records));
        lines.add("build the new store next to " + target.raftDir() + ", sync it, read it back, compare it");
        lines.add(
                switch (target.state()) {
                    case NOTHING -> "create " + target.raftDir() + " with it";
                    case DIRECTORY -> "move it to " + target.raftDir() + ", which has no store";
                    case STORE ->
                        "swap it with the store in " + target.raftDir() + ", which is kept in " + target.keptName();
                });
        return lines;
    }
}
