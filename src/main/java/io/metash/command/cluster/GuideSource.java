package io.metash.command.cluster;

import io.metash.backup.BackupFile;
import io.metash.backup.Manifest;
import io.metash.backup.ShelvedBackup;
import io.metash.command.CommandContext;
import io.metash.command.DirectorySource;
import io.metash.command.OutputGuard;
import io.metash.command.ProgressSteps;
import io.metash.files.Disk;
import io.metash.files.FreeName;
import io.metash.output.Io;
import io.metash.output.Printable;
import io.metash.rebuild.DirectoryProgress;
import io.metash.rebuild.Planner;
import io.metash.rebuild.TiedStates;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.HomeDirectory;
import io.metash.record.Pump;
import io.metash.record.U64;
import io.metash.session.SessionKind;
import io.metash.storage.StorageUrl;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks for the source of a rebuild: an export, or Raft directories, of which the most advanced is exported first. */
final class GuideSource {
    private final CommandContext context;
    private final Path directory;
    private final Io io;
    private final Dialogue dialogue;
    private final Map<Path, Path> exported = new HashMap<>();
    private List<DirectoryProgress> progress = List.of();
    private final GuideShelves shelves;
    private List<ShelvedBackup> offered = List.of();
    /** The last valid answer; null before it. */
    private @Nullable String answered;

    GuideSource(CommandContext context, Path directory, Dialogue dialogue) {
        this.context = context;
        this.directory = directory;
        this.io = context.io().with(context.io().err(), context.io().err());
        this.dialogue = dialogue;
        this.shelves = new GuideShelves(context, io, dialogue);
    }

    /** The Raft directories given by the user, with their progress. */
    List<DirectoryProgress> directories() {
        return progress;
    }

    /** Asks for the source; returns a planner that has read it. */
    Planner ask(int situation) throws IOException {
        if (situation <= 2) {
            shelves.announce();
        }
        return switch (situation) {
            case 3 ->
                dialogue.askFiles(
                        "The remaining Raft directory (the directory that contains df_meta)",
                        answered,
                        "It is only read. It is first backed up to the current directory, and the plan uses that"
                                + " backup.",
                        answer -> {
                            List<Path> paths = paths(answer);
                            if (paths.size() != 1) {
                                throw Failure.of(ExitStatus.USAGE, "expected one directory")
                                        .next("for several, choose 4 in the first menu ('back')");
                            }
                            return examine(ofDirectories(answer, paths));
                        });
            case 4 ->
                dialogue.askFiles(
                        "All Raft directories that you have, separated by blanks",
                        answered,
                        "They are only read. All are compared, and the most advanced is backed up to the current"
                                + " directory.",
                        answer -> examine(ofDirectories(answer, paths(answer))));
            default -> backup();
        };
    }

    /** Asks for a backup, or for a directory of backups. */
    private Planner backup() throws IOException {
        while (true) {
            offered = List.of();
            Optional<Planner> planner = dialogue.askFiles(
                    "The backup: an export file, a directory or shelf of backups, a URL in object storage, or a Raft"
                            + " directory",
                    answered != null ? answered : usual(),
                    "An export is a file that 'export' of metash or databend-metactl wrote. It is only read. For"
                            + " a directory or shelf, the backups are listed by time.",
                    this::ofAny);
            if (planner.isPresent()) {
                return planner.get();
            }
            try {
                return shelves.choose(offered, this::examine);
            } catch (Dialogue.Back e) {
                // Ask for the backup again.
                continue;
            }
        }
    }

    /**
     * The default answer: the file of the open session, or the only export in this directory, or the directory if it
     * has several; null for none.
     */
    private @Nullable String usual() throws IOException {
        if (context.sessions().hasCurrent() && context.sessions().current().kind() == SessionKind.FILE) {
            return context.sessions().current().place();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*.ndjson{,.gz,.zst}")) {
            all.forEach(found::add);
        }
        if (found.size() > 1) {
            if (directory.toString().isEmpty()) {
                return ".";
            }
            return directory.toString();
        }
        if (found.size() == 1) {
            return found.get(0).toString();
        }
        return null;
    }

    /** A planner that has read the source; empty if the answer is a shelf, whose backups are then offered. */
    private Optional<Planner> ofAny(String answer) throws IOException {
        List<String> words = Dialogue.words(answer);
        Optional<String> shelf = Optional.empty();
        if (words.size() == 1) {
            shelf = shelves.named(HomeDirectory.expand(words.get(0)));
        }
        if (shelf.isPresent()) {
            offered = shelves.list(shelf.get());
            progress = List.of();
            answered = answer;
            return Optional.empty();
        }
        if (StorageUrl.looksLikeUrl(answer.strip())) {
            Planner remote = examine(context.storage().file(answer.strip()));
            progress = List.of();
            answered = answer;
            return Optional.of(remote);
        }
        List<Path> paths = paths(answer);
        if (paths.size() != 1) {
            throw Failure.of(ExitStatus.USAGE, "expected one file").next("quote a name that contains blanks");
        }
        Path path = paths.get(0);
        if (Files.isDirectory(path)) {
            return Optional.of(examine(ofDirectories(answer, paths)));
        }
        if (!Files.isRegularFile(path)) {
            throw Failure.of(ExitStatus.IO, "no such file").at(path.toString());
        }
        Planner planner = examine(path);
        progress = List.of();
        answered = answer;
        return Optional.of(planner);
    }

    /** Reads the backup to find problems now rather than at the end. */
    private Planner examine(Path backup) throws IOException {
        return examine(StoredFile.of(backup.toAbsolutePath().normalize()));
    }

    private Planner examine(StoredFile backup) throws IOException {
        try (ProgressSteps steps = new ProgressSteps(context)) {
            Planner planner = new Planner(backup, System::currentTimeMillis, steps::begin, context.cancel());
            planner.examine(Set.of());
            return planner;
        }
    }

    private Path ofDirectories(String answer, List<Path> paths) throws IOException {
        List<DirectoryProgress> all = new ArrayList<>();
        for (Path path : paths) {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw Failure.of(ExitStatus.USAGE, "not a directory")
                        .at(path.toString())
                        .next("choice 1 starts from an export file: type 'back'");
            }
            if (!Files.isDirectory(path)) {
                throw Failure.of(ExitStatus.IO, "no such directory").at(path.toString());
            }
            all.add(DirectoryProgress.of(path.toAbsolutePath().normalize()));
        }
        List<DirectoryProgress> ordered = DirectoryProgress.ordered(all);
        DirectoryProgress best = ordered.get(0);
        if (best.unreadable() != null) {
            throw Failure.of(ExitStatus.DAMAGED, "no store can be read there")
                    .at(best.directory().toString())
                    .because(best.unreadable());
        }
        for (DirectoryProgress one : ordered) {
            if (one.running()) {
                throw Failure.of(ExitStatus.REFUSED, "a server is running on this directory, so its data still changes")
                        .at(one.directory().toString())
                        .next("stop it, then answer again");
            }
        }
        if (best.last() == null) {
            throw Failure.of(ExitStatus.INCOMPLETE, "this store is empty")
                    .at(best.directory().toString());
        }
        if (ordered.size() > 1) {
            Guide.table(io, ordered);
        }
        for (DirectoryProgress one : ordered) {
            if (one.unreadable() != null) {
                dialogue.say("  cannot be read: " + Printable.text(one.directory() + ": " + one.unreadable()));
            }
        }
        List<DirectoryProgress> differing = differing(ordered);
        if (!differing.isEmpty()) {
            ordered = choose(differing, ordered);
            best = ordered.get(0);
        }
        if (ordered.size() > 1) {
            DirectoryProgress.why(ordered, !differing.isEmpty())
                    .forEach(line -> dialogue.say("  " + Printable.text(line)));
        }
        Path backup = exported.get(best.directory());
        if (backup == null) {
            backup = export(best);
            exported.put(best.directory(), backup);
        }
        progress = ordered;
        answered = answer;
        return backup;
    }

    /** The directories that end at the same entry as the best one but have different states; else empty. */
    private List<DirectoryProgress> differing(List<DirectoryProgress> ordered) throws IOException {
        List<DirectoryProgress> tied = TiedStates.tied(ordered);
        boolean differ = false;
        for (DirectoryProgress other : tied.subList(1, tied.size())) {
            Optional<String> difference = TiedStates.difference(tied.get(0), other, context.cancel());
            if (difference.isPresent()) {
                differ = true;
                dialogue.say("  "
                        + Printable.text(tied.get(0).name() + " and " + other.name() + " end at the same entry, "
                                + other.last() + ", but their states are not the same: " + difference.get()));
            }
        }
        if (differ) {
            return tied;
        }
        return List.of();
    }

    /** Asks for one of the directories, since equal log ids do not show which state is right. */
    private List<DirectoryProgress> choose(List<DirectoryProgress> tied, List<DirectoryProgress> ordered)
            throws IOException {
        DirectoryProgress chosen = dialogue.ask(
                "Which one is used? Their logs do not show which state is right",
                null,
                "Compare them first, in another terminal: metash diff DIR DIR. The choices: "
                        + tied.stream().map(GuideSource::word).collect(Collectors.joining(", ")),
                answer -> tied.stream()
                        .filter(one -> word(one).equals(answer))
                        .findFirst()
                        .orElseThrow(() -> Failure.of(ExitStatus.USAGE, "none of them is named " + answer)
                                .next("answer with one of: "
                                        + tied.stream().map(GuideSource::word).collect(Collectors.joining(", ")))));
        List<DirectoryProgress> first = new ArrayList<>(ordered);
        first.remove(chosen);
        first.add(0, chosen);
        return first;
    }

    private static String word(DirectoryProgress one) {
        if (one.nodeId() == null) {
            return one.directory().toString();
        }
        return U64.text(one.nodeId());
    }

    private Path export(DirectoryProgress best) throws IOException {
        String store = "node-";
        if (best.nodeId() == null) {
            store = String.valueOf(best.directory().getFileName());
        } else {
            store += U64.text(best.nodeId());
        }
        FreeName name = new FreeName(directory, "backup-of-" + store + "-" + best.last(), ".ndjson");
        Path target = name.first();
        OutputGuard.of(context).reads(best.directory()).checkExport(target);
        try (ProgressSteps steps = new ProgressSteps(context);
                DirectorySource dir = DirectorySource.open(context, best.directory(), false);
                BackupFile backup = BackupFile.begin(target, Disk.real(), true)) {
            new Pump(dir.records(), List.of(), backup.sink(), steps.begin("backing it up"), context.cancel()).run();
            target = backup.commitNew(
                    name,
                    new Manifest.Source(
                            "dir",
                            best.directory().toString(),
                            null,
                            dir.records().dataVersion()),
                    System.currentTimeMillis());
        }
        dialogue.say("  A backup of " + Printable.text(best.directory().toString()) + " is now in " + target + ".");
        return target;
    }

    /** Expands the paths of an answer: {@code ~/} is the home directory, {@code *} is a wildcard. */
    static List<Path> paths(String answer) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String word : Dialogue.words(answer)) {
            String text = HomeDirectory.expand(word);
            if (!text.contains("*")) {
                paths.add(Path.of(text));
                continue;
            }
            Path parent = Path.of(text).getParent();
            if (parent == null) {
                parent = Path.of("");
            }
            List<Path> found = new ArrayList<>();
            try (DirectoryStream<Path> all =
                    Files.newDirectoryStream(parent, Path.of(text).getFileName().toString())) {
                all.forEach(found::add);
            }
            // Imports keep stores next to a directory under similar names; they are not nodes.
            found.removeIf(path -> path.getFileName().toString().contains(".metash-") && !text.contains(".metash-"));
            if (found.isEmpty()) {
                throw Failure.of(ExitStatus.IO, "no matching files").at(text);
            }
            Collections.sort(found);
            paths.addAll(found);
        }
        return paths;
    }
}
