package io.metash.raftdir;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.PathName;
import io.metash.record.RegularFile;
import io.metash.record.ShellWord;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The paths inside a Raft directory (raft-dir-v004 §1), and the check that it holds a store.
 *
 * @param root the Raft directory, which contains {@code df_meta}
 * @param dfMeta that directory; has another name while a store is built
 */
record StoreLayout(Path root, Path dfMeta) {
    static StoreLayout of(Path root) {
        return new StoreLayout(root, root.resolve("df_meta"));
    }

    static StoreLayout ofDfMeta(Path dfMeta) {
        return new StoreLayout(Objects.requireNonNull(dfMeta.toAbsolutePath().getParent()), dfMeta);
    }

    Path versionFile() {
        return dfMeta().resolve("VERSION");
    }

    Path dataDir() {
        return dfMeta().resolve("V004");
    }

    Path logDir() {
        return dataDir().resolve("log");
    }

    Path snapshotDir() {
        return dataDir().resolve("snapshot");
    }

    Path lockFile() {
        return logDir().resolve("LOCK");
    }

    /**
     * Reads the header of the store; rejects directories without a store and stores of other versions. Adds oddities to
     * {@code notes}.
     */
    StoreHeader header(List<Note> notes) throws IOException {
        PathName.require(root);
        if (!Files.isDirectory(dfMeta())) {
            throw noStore();
        }
        if (!Files.exists(versionFile())) {
            if (Files.isDirectory(logDir())) {
                notes.add(new Note(
                        Note.Code.VERSION_MISSING, "VERSION is missing; assumed V004 because there is a log in V004"));
                return StoreHeader.V004;
            }
            if (hasOlderData()) {
                throw otherVersion("older than V004", root);
            }
            throw noStore();
        }
        StoreHeader header = StoreHeader.parse(RegularFile.readAllBytes(versionFile()), versionFile());
        if ("V004".equals(header.upgrading()) && Files.isDirectory(logDir())) {
            notes.add(new Note(
                    Note.Code.UPGRADE_UNDER_WAY,
                    "VERSION reports an unfinished upgrade from " + header.version() + " to V004: "
                            + (header.cleaning()
                                    ? "the new data is complete, the old data was being removed"
                                    : "the new data may be incomplete, and a server deletes it when it starts")));
            return header;
        }
        if (!header.version().equals("V004") || header.upgrading() != null) {
            throw otherVersion(
                    header.version() + (header.upgrading() == null ? "" : ", in an upgrade to " + header.upgrading()),
                    versionFile());
        }
        if (!Files.isDirectory(logDir())) {
            throw Failure.of(ExitStatus.DAMAGED, "the raft log of this store is missing")
                    .at(logDir().toString())
                    .because("VERSION is V004, so the log should exist")
                    .next("restore the store from a backup: metash import --raft-dir " + ShellWord.of(root)
                            + " --db FILE");
        }
        return header;
    }

    private boolean hasOlderData() {
        return Stream.of("df_meta/V002", "df_meta/V003", "db", "heap", "blobs")
                .anyMatch(old -> Files.exists(root.resolve(old)));
    }

    private Failure otherVersion(String version, Path where) {
        boolean earlier = version.startsWith("V0") && version.compareTo("V004") < 0 || version.startsWith("older");
        return Failure.of(ExitStatus.VERSION, "the data version of this store is " + version)
                .at(where.toString())
                .because("metash reads Raft directories of data version V004 here")
                .next(
                        earlier
                                ? "start it once with a databend-meta that upgrades it to V004, or export it with the"
                                        + " databend-metactl of its release: metash reads the export"
                                : "use a newer metash");
    }

    /** Whether an import was interrupted between the two renames that replace an exchange. */
    private static boolean isCut(Path here) throws IOException {
        for (Path home : List.of(here, here.getParent() == null ? here : here.getParent())) {
            try (DirectoryStream<Path> directories = Files.newDirectoryStream(home, "*.metash-*")) {
                for (Path directory : directories) {
                    String name = directory.getFileName().toString();
                    boolean own = home.equals(here) || name.startsWith(here.getFileName() + ".metash-");
                    if (own && Files.exists(directory.resolve("replaced"))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private Failure noStore() throws IOException {
        for (Path closed : List.of(root, dfMeta())) {
            if (Files.isDirectory(closed) && !Files.isExecutable(closed)) {
                throw new AccessDeniedException(closed.toString());
            }
        }
        Failure failure = Failure.of(ExitStatus.IO, "no store at " + root);
        if (!Files.exists(root)) {
            return failure.because("no such directory").next("name the directory that contains df_meta");
        }
        Path here = root.toAbsolutePath().normalize();
        for (Path up = here; up.getParent() != null; up = up.getParent()) {
            if (up.endsWith("df_meta")) {
                return failure.because("this directory is part of a store")
                        .next("name the directory that contains it: " + ShellWord.of(up.getParent()));
            }
        }
        if (!Files.isDirectory(root)) {
            return failure.because("it is a file, not a directory").next("name the directory that contains df_meta");
        }
        if (Files.isDirectory(here.resolve("V004/log")) || Files.exists(here.resolve("VERSION"))) {
            return failure.because("it has the content of a df_meta directory")
                    .next("rename it to RAFT_DIR/df_meta and name RAFT_DIR");
        }
        if (hasOlderData()) {
            return otherVersion("older than V004", root);
        }
        if (isCut(here)) {
            return failure.because("the swap of two stores was interrupted; both are complete, next to it")
                    .next("finish the swap: metash doctor --clean " + ShellWord.of(root));
        }
        return failure.because("it contains no df_meta directory").next("name the directory that contains df_meta");
    }
}
