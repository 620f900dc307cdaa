package io.metash.raftdir;

import io.metash.files.Folder;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Picks the snapshot that a server would open: the one of the highest id, and never another (raft-dir-v004 §1.3). */
final class SnapshotChoice {
    private final TreeMap<SnapshotId, Path> byId = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    private SnapshotChoice() {}

    /** Looks at the names in a folder, which may be missing. */
    static SnapshotChoice in(Path folder) throws IOException {
        SnapshotChoice choice = new SnapshotChoice();
        if (Files.isDirectory(folder)) {
            Folder.list(folder).forEach(choice::look);
        }
        return choice;
    }

    private void look(Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(SnapshotId.SUFFIX)) {
            return;
        }
        Optional<SnapshotId> id = SnapshotId.ofFileName(name);
        if (id.isPresent()) {
            byId.put(id.get(), file);
        } else {
            notes.add("snapshot/" + name + " is passed over: its name is no snapshot id");
        }
    }

    /** Names that are no snapshot ids. */
    List<String> notes() {
        return notes;
    }

    /** Opens the highest; a damaged one is a failure, for an older one would be another store. */
    Optional<Snapshot> open() throws IOException {
        if (byId.isEmpty()) {
            return Optional.empty();
        }
        Path file = byId.lastEntry().getValue();
        try {
            return Optional.of(Snapshot.open(file, byId.lastKey()));
        } catch (Failure damaged) {
            SnapshotId older = byId.lowerKey(byId.lastKey());
            String why = damaged.why() == null ? "" : damaged.why() + ". ";
            throw damaged.because(why + "This is the newest snapshot, which a server would open"
                    + (older == null ? "" : "; the older " + older.fileName() + " lacks what was written since"));
        } catch (NoSuchFileException vanished) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " is a link to nothing", vanished);
            }
            throw vanished;
        }
    }
}
