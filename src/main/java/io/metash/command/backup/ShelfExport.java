package io.metash.command.backup;

import io.metash.backup.BackupName;
import io.metash.backup.Manifest;
import io.metash.backup.ShelfWriter;
import io.metash.command.CommandContext;
import io.metash.command.ProgressLine;
import io.metash.command.SessionNotes;
import io.metash.command.transfer.ExportCopy;
import io.metash.files.Disk;
import io.metash.output.Printable;
import io.metash.record.RecordSource;
import io.metash.storage.ObjectStore;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Exports to a shelf.
 *
 * @param context the context to report to
 * @param shelf the directory or prefix
 * @param name the preferred name of the backup
 * @param cluster the cluster name in the manifest
 */
record ShelfExport(CommandContext context, ObjectStore shelf, BackupName name, String cluster) {
    /**
     * The added backup.
     *
     * @param file the backup
     * @param manifest its manifest
     */
    record NewBackup(StoredFile file, Manifest manifest) {}

    /** Exports a source to the shelf. */
    NewBackup run(RecordSource source, String kind, String from, List<String> notes) throws IOException {
        ProgressLine progress = new ProgressLine(context, "exporting");
        ShelfWriter writer = begin();
        StoredFile file;
        try (writer) {
            ExportCopy.run(source, writer.sink(), progress, context.cancel());
            file = writer.commit(
                    new Manifest.Source(kind, from, cluster, source.dataVersion()), System.currentTimeMillis());
        } finally {
            progress.clear();
            if (writer.remains() != null) {
                context.io()
                        .err()
                        .println("note: " + Printable.text(writer.remains())
                                + "; the next 'backup' to this shelf removes it");
            }
        }
        PrintStream err = context.io().err();
        err.println("exported " + progress.summary(writer.textBytes()) + " from " + Printable.text(from) + " to "
                + Printable.text(file.toString()));
        err.println("manifest: " + Printable.text(file.toString() + Manifest.SUFFIX) + ", SHA-256 "
                + writer.manifest().sha256());
        SessionNotes.print(err, notes);
        return new NewBackup(file, writer.manifest());
    }

    private ShelfWriter begin() throws IOException {
        if (shelf.remote()) {
            return ShelfWriter.begin(shelf, name);
        }
        return ShelfWriter.begin(Path.of(shelf.location()), name, Disk.real());
    }
}
