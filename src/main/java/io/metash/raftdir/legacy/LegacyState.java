package io.metash.raftdir.legacy;

import io.metash.files.DirectoryListing;
import io.metash.raftdir.SnapshotId;
import io.metash.raftdir.StoreHeader;
import io.metash.raftdir.sled.SledCursor;
import io.metash.raftdir.sled.SledDatabase;
import io.metash.raftdir.sled.SledTree;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.RegularFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The data version as which a directory is read (legacy-versions §6.1), and interrupted operations in it.
 *
 * @param version {@code V0}, {@code V001}, {@code V002} or {@code V003}
 * @param header the directory's own header; empty for V0 of a program that wrote none, even if a later one added it
 * @param notes notes for the user, one sentence each
 */
record LegacyState(String version, Optional<StoreHeader> header, List<Note> notes) {
    static final String V0 = "V0";
    static final String V001 = "V001";
    static final String V002 = "V002";
    static final String V003 = "V003";

    /**
     * Whether the directory holds a store of V0 to V003, or one that is only partly upgraded to V004. Opens no file
     * except VERSION.
     */
    static boolean isAt(Path raftDir) throws IOException {
        Path dfMeta = raftDir.resolve("df_meta");
        if (Files.isRegularFile(dfMeta.resolve("VERSION"))) {
            return SledDatabase.isAt(raftDir) && isPartOf(raftDir);
        }
        if (Files.isDirectory(dfMeta.resolve("V004").resolve("log"))) {
            return SledDatabase.isAt(raftDir) && !holdsV004(dfMeta.resolve("V004"));
        }
        return SledDatabase.isAt(raftDir) || isPartOf(raftDir);
    }

    /** Whether a log chunk or snapshot of V004 has any content. */
    private static boolean holdsV004(Path v004) throws IOException {
        for (String part : List.of("log", "snapshot")) {
            Path directory = v004.resolve(part);
            if (!Files.isDirectory(directory)) {
                continue;
            }
            for (Path file : DirectoryListing.list(directory)) {
                if (!file.getFileName().toString().equals("LOCK") && Files.size(file) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether {@code df_meta} belongs to a store of V0 to V003. */
    static boolean isPartOf(Path directory) throws IOException {
        Path dfMeta = directory.resolve("df_meta");
        Path version = dfMeta.resolve("VERSION");
        if (Files.isRegularFile(version)) {
            return isOlder(version);
        }
        return Files.isDirectory(dfMeta.resolve(V002)) || Files.isDirectory(dfMeta.resolve(V003));
    }

    private static boolean isOlder(Path file) throws IOException {
        StoreHeader header;
        try {
            header = StoreHeader.parse(RegularFile.readAllBytes(file), file);
        } catch (Failure unreadable) {
            // The V004 reader reports the error.
            return false;
        }
        return List.of(V0, V001, V002, V003).contains(header.version()) && !header.cleaning();
    }

    /** Determines the version of a directory. */
    static LegacyState of(Path raftDir, LegacyTrees trees) throws IOException {
        List<Note> notes = new ArrayList<>();
        Path file = raftDir.resolve("df_meta/VERSION");
        Optional<StoreHeader> header;
        if (Files.isRegularFile(file)) {
            header = Optional.of(StoreHeader.parse(RegularFile.readAllBytes(file), file));
        } else {
            header = inSled(trees, raftDir);
        }
        if (!Files.isRegularFile(file) && Files.isDirectory(raftDir.resolve("df_meta/V004/log"))) {
            notes.add(new Note(
                    Note.Code.UPGRADE_UNDER_WAY,
                    "df_meta/V004 has no data and VERSION is missing: an upgrade to V004 had only begun, so the sled"
                            + " store is read"));
        }
        if (header.isEmpty()) {
            return new LegacyState(V0, header, notes);
        }
        String version = header.get().version();
        if (!List.of(V0, V001, V002, V003).contains(version)) {
            throw Failure.of(ExitStatus.VERSION, "the data version of this store is " + version)
                    .at(raftDir.toString())
                    .because("a sled database holds data versions V0 to V003")
                    .next("use a newer metash");
        }
        LegacyState labelled = new LegacyState(readAs(header.get(), raftDir, notes), header, notes);
        return labelled.byForm(raftDir, trees);
    }

    /**
     * Corrects a header that was written by a program that found none: it names that program's version, and the
     * records have an older form.
     */
    private LegacyState byForm(Path raftDir, LegacyTrees trees) throws IOException {
        boolean snapshotInFile = version.equals(V002) || version.equals(V003);
        if (version.equals(V0) || snapshotInFile && hasSnapshot(raftDir, version)) {
            return this;
        }
        if (trees.haveOldRaftTypes()) {
            return new LegacyState(V0, Optional.empty(), List.of(mislabeled(V0)));
        }
        if (snapshotInFile && !trees.stateMachines().isEmpty()) {
            return new LegacyState(V001, header, List.of(mislabeled(V001)));
        }
        return this;
    }

    private Note mislabeled(String form) {
        return new Note(
                Note.Code.VERSION_LABEL,
                "the header has " + header.orElseThrow().version()
                        + ", written by a later program that found none: the records have the form of " + form
                        + " and are read as such; a server that starts here trusts the header and stops, or loses the"
                        + " state machine");
    }

    private static Optional<StoreHeader> inSled(LegacyTrees trees, Path raftDir) throws IOException {
        Optional<SledTree> tree = trees.header();
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        SledCursor items = tree.get().scan();
        if (items.next()) {
            return Optional.of(StoreHeader.parse(items.value().array(), raftDir.resolve("db")));
        }
        return Optional.empty();
    }

    /** The target version of an interrupted upgrade counts only if its data is complete. */
    private static String readAs(StoreHeader header, Path raftDir, List<Note> notes) throws IOException {
        String from = header.version();
        String to = header.upgrading();
        if (to == null) {
            return from;
        }
        if (to.equals(V001)) {
            notes.add(new Note(
                    Note.Code.UPGRADE_UNDER_WAY,
                    "an upgrade from " + from + " to " + to + " was interrupted: some records have the form of " + from
                            + ", others that of " + to + ", and each is read in its own"));
            return from;
        }
        boolean bySnapshot = to.equals(V002) || to.equals(V003);
        if (bySnapshot && hasSnapshot(raftDir, to)) {
            notes.add(new Note(
                    Note.Code.UPGRADE_UNCLEANED,
                    "an upgrade from " + from + " to " + to + " was interrupted after its snapshot was complete: " + to
                            + " is read; only the data of " + from + " was not removed"));
            return to;
        }
        notes.add(new Note(
                Note.Code.UPGRADE_UNDER_WAY,
                "an upgrade from " + from + " to " + to + " was interrupted: the data of " + to
                        + " may be incomplete, so " + from + " is read"));
        return from;
    }

    /** Whether a snapshot directory holds a finished snapshot; unfinished ones have other names. */
    private static boolean hasSnapshot(Path raftDir, String version) throws IOException {
        Path directory = snapshots(raftDir, version);
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (SnapshotId.ofFileName(file.getFileName().toString()).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The snapshot directory of a version. */
    static Path snapshots(Path raftDir, String version) {
        return raftDir.resolve("df_meta").resolve(version).resolve("snapshot");
    }
}
