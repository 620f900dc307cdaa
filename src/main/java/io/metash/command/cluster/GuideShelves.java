package io.metash.command.cluster;

import io.metash.backup.Shelf;
import io.metash.backup.ShelvedBackup;
import io.metash.command.CommandContext;
import io.metash.output.Io;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.ShelfSettings;
import io.metash.storage.StorageUrl;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Offers the backups of directories and prefixes as answers of the guide, newest first. */
final class GuideShelves {
    private static final int MAX = 15;

    /** Parses the selected backup. */
    @FunctionalInterface
    interface BackupParser<T> {
        /** Parses the selected backup. */
        T of(StoredFile backup) throws IOException;
    }

    private final CommandContext context;
    private final Io io;
    private final Dialogue dialogue;

    GuideShelves(CommandContext context, Io io, Dialogue dialogue) {
        this.context = context;
        this.io = io;
        this.dialogue = dialogue;
    }

    /** Lists the shelves of the settings. */
    void announce() {
        List<ShelfSettings> shelves = context.config().shelves();
        if (!shelves.isEmpty()) {
            dialogue.say("  Shelves in the settings, also valid as an answer:");
            shelves.forEach(shelf -> dialogue.say("    " + shelf.name() + "  " + shelf.url()));
        }
    }

    /** The shelf named by an answer: a shelf of the settings, a directory or a URL; empty for anything else. */
    Optional<String> named(String answer) throws IOException {
        for (ShelfSettings shelf : context.config().shelves()) {
            if (shelf.name().equals(answer)) {
                return Optional.of(shelf.url().toString());
            }
        }
        if (StorageUrl.looksLikeUrl(answer)) {
            if (answer.contains(".ndjson")) {
                return Optional.empty();
            }
            return Optional.of(answer);
        }
        Path path = Path.of(answer);
        boolean store = Files.isDirectory(path.resolve("df_meta")) || LegacyDir.isAt(path);
        if (Files.isDirectory(path) && !store) {
            return Optional.of(answer);
        }
        return Optional.empty();
    }

    /** The backups of a shelf, newest first; at least one. */
    List<ShelvedBackup> list(String place) throws IOException {
        List<ShelvedBackup> backups = Shelf.of(context.storage().directory(place)).backups().stream()
                .sorted(Comparator.comparingLong(ShelvedBackup::timeMs).reversed())
                .toList();
        if (backups.isEmpty()) {
            throw Failure.of(ExitStatus.NO, "no Raft directory and no backup found there")
                    .at(place)
                    .next("name an export file, or a directory that holds exports");
        }
        return backups;
    }

    /** Shows the backups and asks for one, which is parsed immediately. */
    <T> T choose(List<ShelvedBackup> backups, BackupParser<T> chosen) throws IOException {
        long now = System.currentTimeMillis();
        Listing list = Listing.table(io, "number", "made", "age", "log to", "size", "file");
        for (int i = 0; i < Math.min(MAX, backups.size()); i++) {
            ShelvedBackup backup = backups.get(i);
            list.row(
                    Integer.toString(i + 1),
                    Units.timestamp(backup.timeMs(), io.display().local()),
                    Units.age(backup.timeMs(), now),
                    backup.lastLog() == null ? "not known" : backup.lastLog().toString(),
                    Units.bytes(backup.bytes()),
                    backup.file().name());
        }
        list.finish();
        if (backups.size() > MAX) {
            dialogue.say(
                    "  " + Units.count(backups.size() - MAX, "older backup") + " not shown; their numbers work, too.");
        }
        return dialogue.ask(
                "The number of the backup; 1 is the newest", "1", "It does not contain later writes.", answer -> {
                    if (!answer.matches("[0-9]{1,6}")
                            || Integer.parseInt(answer) < 1
                            || Integer.parseInt(answer) > backups.size()) {
                        throw Failure.of(ExitStatus.USAGE, "'" + answer + "' is not one of the numbers")
                                .next("type a number, 1 to " + backups.size());
                    }
                    return chosen.of(backups.get(Integer.parseInt(answer) - 1).file());
                });
    }
}
