package io.metash.command;

import io.metash.raftdir.legacy.LiftOptions;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.record.Note;
import io.metash.record.RecordSource;
import io.metash.session.CacheDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Raft directory of any data version as a source of records. Opening an old version converts it, with progress shown.
 */
public final class DirectorySource implements Closeable {
    private final StoredDirectory directory;
    private final RecordSource records;

    private DirectorySource(StoredDirectory directory, RecordSource records) {
        this.directory = directory;
        this.records = records;
    }

    /** Opens a directory, or the intact part of a damaged one when salvaging. */
    public static DirectorySource open(CommandContext context, Path raftDir, boolean salvage) throws IOException {
        ProgressLine progress = new ProgressLine(context, "reading");
        progress.hideForData();
        LiftOptions lifting = new LiftOptions(CacheDirectory.ofUser().scratch(), progress, context.cancel());
        StoredDirectory directory;
        if (salvage) {
            directory = StoredDirectory.salvage(raftDir, lifting);
        } else {
            directory = StoredDirectory.open(raftDir, lifting);
        }
        try {
            return new DirectorySource(directory, directory.export());
        } catch (IOException | RuntimeException failed) {
            directory.close();
            throw failed;
        } finally {
            progress.clear();
        }
    }

    /** The records, in the form of V004. */
    public RecordSource records() {
        return records;
    }

    /** The data version of the directory. */
    public String version() {
        return directory.version();
    }

    /** Notes for the user, one sentence each; complete at the end of the records. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(directory.lifted());
        notes.addAll(Note.texts(directory.notes()));
        return notes;
    }

    /** The parts of a damaged store that are missing, one sentence each; complete at the end of the records. */
    public List<String> losses() {
        return directory.losses();
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            records.close();
        }
    }
}
