package io.metash.command.transfer;

import io.metash.backup.BackupFile;
import io.metash.backup.Manifest;
import io.metash.command.CommandContext;
import io.metash.command.ProgressLine;
import io.metash.command.SessionNotes;
import io.metash.files.Disk;
import io.metash.integrity.Finding;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An export to a file, with or without a manifest.
 *
 * @param context prints the result
 * @param target the file
 * @param withManifest whether to write a manifest
 * @param asWritten whether to omit fields that a record does not have
 */
public record FileExport(CommandContext context, Path target, boolean withManifest, boolean asWritten) {
    /**
     * The result of an export.
     *
     * @param wrong the worst finding of the checks; empty if the store passes them
     */
    public record Result(Optional<Finding> wrong) {
        /** Prints problems of the store; returns the resulting exit status. */
        public int report(CommandContext context) {
            wrong.ifPresent(found -> context.io()
                    .err()
                    .println("note: the store itself is " + found.grade().words() + ": "
                            + Printable.text(found.what())));
            return wrong.map(found -> found.grade().status())
                    .orElse(ExitStatus.OK)
                    .code();
        }
    }

    /**
     * Exports a source; {@code notes} are read at the end. A store that fails the checks does not replace an existing file.
     */
    public Result run(RecordSource source, String kind, String from, Supplier<List<String>> notes) throws IOException {
        ProgressLine progress = new ProgressLine(context, "exporting");
        long bytes;
        Manifest manifest;
        Optional<Finding> worst;
        try (BackupFile backup = BackupFile.begin(target, Disk.real(), withManifest, asWritten)) {
            ExportCopy.run(source, backup.sink(), progress, context.cancel());
            bytes = backup.textBytes();
            worst = backup.worstFinding();
            if (worst.isPresent() && withManifest && backup.replaces()) {
                throw worst.get()
                        .refusal(from)
                        .next("export to a new file: " + target + " would be replaced by a store that is "
                                + worst.get().grade().words());
            }
            Optional<String> newer = backup.newer();
            progress.clear();
            newer.ifPresent(words -> context.io().err().println("note: " + Printable.text(words)));
            manifest = backup.commit(
                    new Manifest.Source(kind, from, null, source.dataVersion()), System.currentTimeMillis());
        } finally {
            progress.clear();
        }
        PrintStream err = context.io().err();
        err.println("exported " + progress.summary(bytes) + " from " + Printable.text(from) + " to "
                + Printable.text(target.toString()));
        if (manifest != null) {
            // The manifest is next to the file that a link leads to.
            Path file = target;
            if (Files.isSymbolicLink(target)) {
                file = target.toRealPath();
            }
            err.println("manifest: " + Printable.text(file + Manifest.SUFFIX) + ", SHA-256 " + manifest.sha256());
        }
        SessionNotes.print(err, notes.get());
        return new Result(worst);
    }
}
