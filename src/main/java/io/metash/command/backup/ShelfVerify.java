package io.metash.command.backup;

import io.metash.backup.FileVerify;
import io.metash.backup.Verdict;
import io.metash.command.CommandContext;
import io.metash.command.ProgressLine;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.StoredFile;
import java.io.IOException;

/** Verifies the backups of a shelf one by one; a backup of an unknown version does not end the command. */
final class ShelfVerify {
    private ShelfVerify() {}

    static Verdict run(CommandContext context, StoredFile file) throws IOException {
        ProgressLine progress = new ProgressLine(context, "reading " + Printable.text(file.name()));
        try {
            return FileVerify.run(file, progress, context.cancel());
        } catch (Failure unreadable) {
            if (unreadable.status() != ExitStatus.VERSION) {
                throw unreadable;
            }
            return Verdict.unreadable(file, unreadable);
        } finally {
            progress.clear();
        }
    }
}
