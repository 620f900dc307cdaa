package io.metash.raftdir;

import io.metash.files.DirectoryListing;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Picks the snapshot that a server would open: always the one with the highest id (raft-dir-v004 §1.3). */
public final class SnapshotChoice {
    private final TreeMap<SnapshotId, Path> byId = new TreeMap<>();
    private final List<Note> notes = new ArrayList<>();

    private SnapshotChoice() {}

    /** Lists the snapshots in a directory, which may be missing. */
    public static SnapshotChoice in(Path directory) throws IOException {
        SnapshotChoice choice = new SnapshotChoice();
        if (Files.isDirectory(directory)) {
            DirectoryListing.list(directory).forEach(choice::consider);
        }
        return choice;
    }

    private void consider(Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(SnapshotId.SUFFIX)) {
            return;
        }
        Optional<SnapshotId> id = SnapshotId.ofFileName(name);
        if (id.isPresent()) {
            byId.put(id.get(), file);
        } else {
            notes.add(Note.about(
                    Note.Code.SNAPSHOT_NAME, name, "snapshot/" + name + " is ignored: its name is not a snapshot id"));
        }
    }

    /** Notes about names that are not snapshot ids. */
    public List<Note> notes() {
        return notes;
    }

    /** Opens the newest snapshot. If it is damaged, opening fails: an older snapshot would be a different store. */
    public Optional<Snapshot> open() throws IOException {
        if (byId.isEmpty()) {
            return Optional.empty();
        }
        Path file = byId.lastEntry().getValue();
        try {
            return Optional.of(Snapshot.open(file, byId.lastKey()));
        } catch (Failure damaged) {
            SnapshotId older = byId.lowerKey(byId.lastKey());
            String why = "";
            if (damaged.why() != null) {
                why = damaged.why() + ". ";
            }
            throw damaged.because(why + "This is the newest snapshot, which a server would open"
                    + (older == null ? "" : "; the older " + older.fileName() + " lacks all later writes"));
        } catch (NoSuchFileException vanished) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " is a dangling link", vanished);
            }
            throw vanished;
        }
    }

    /** Opens the snapshots below an id, ascending; skips damaged and deleted ones. */
    List<Snapshot> older(SnapshotId newest) throws IOException {
        List<Snapshot> opened = new ArrayList<>();
        for (Map.Entry<SnapshotId, Path> next : byId.headMap(newest, false).entrySet()) {
            try {
                opened.add(Snapshot.open(next.getValue(), next.getKey()));
            } catch (Failure | NoSuchFileException unreadable) {
                // Only older states are lost; doctor reports the damage.
                continue;
            }
        }
        return opened;
    }

    /**
     * The best of damaged snapshots: the newest intact one if the log continues from it; else the intact blocks of the
     * newest that opens; else an older one, even with a gap to the log.
     */
    public Optional<Snapshot> salvage(@Nullable LogId purged, List<String> losses) throws IOException {
        List<Snapshot> opened = new ArrayList<>();
        Snapshot best = null;
        for (Map.Entry<SnapshotId, Path> next : byId.descendingMap().entrySet()) {
            try {
                Snapshot snapshot = Snapshot.open(next.getValue(), next.getKey());
                opened.add(snapshot);
                snapshot.verify();
                if (best == null || reaches(snapshot, purged) && !reaches(best, purged)) {
                    best = snapshot;
                }
                if (reaches(best, purged)) {
                    break;
                }
            } catch (Failure damaged) {
                losses.add("snapshot " + next.getKey().fileName() + ": "
                        + (damaged.why() == null ? damaged.what() : damaged.why()));
            }
        }
        if (!opened.isEmpty() && (best == null || best != opened.get(0) && !reaches(best, purged))) {
            best = opened.get(0).withoutDamage(losses::add);
        } else if (best != null && !best.id().equals(byId.lastKey())) {
            losses.add("reading the older snapshot instead: " + best.id().fileName());
        }
        for (Snapshot other : opened) {
            if (best != null && other.id().equals(best.id())) {
                continue;
            }
            other.close();
        }
        return Optional.ofNullable(best);
    }

    /** Whether the log has every entry after a snapshot. */
    private static boolean reaches(Snapshot snapshot, @Nullable LogId purged) {
        LogId applied = snapshot.sysData().lastApplied();
        return purged == null || applied != null && applied.compareTo(purged) >= 0;
    }
}
