package io.metash.raftdir;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.PathName;
import io.metash.record.ShellWord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the parts of a Raft directory lie (raft-dir-v004 §1), and whether one lies there at all.
 *
 * @param root the Raft directory, the folder that holds {@code df_meta}
 * @param dfMeta that folder; while a store is built it may have another name
 */
record StoreLayout(Path root, Path dfMeta) {
    static StoreLayout of(Path root) {
        return new StoreLayout(root, root.resolve("df_meta"));
    }

    static StoreLayout ofDfMeta(Path dfMeta) {
        return new StoreLayout(dfMeta.toAbsolutePath().getParent(), dfMeta);
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

    /** The header of the store; refuses what is no store, or one of another version. Says into {@code notes} what is odd. */
    StoreHeader header(List<Note> notes) throws IOException {
        PathName.require(root);
        if (!Files.isDirectory(dfMeta())) {
            throw noStore();
        }
        if (!Files.exists(versionFile())) {
            if (Files.isDirectory(logDir())) {
                notes.add(new Note(
                        Note.Code.VERSION_MISSING,
                        "VERSION is missing; the log in V004 says that this is a store of V004"));
                return StoreHeader.V004;
            }
            throw hasOlderData() ? otherVersion("older than V004", root) : noStore();
        }
        StoreHeader header = StoreHeader.parse(Files.readAllBytes(versionFile()), versionFile());
        if ("V004".equals(header.upgrading()) && Files.isDirectory(logDir())) {
            notes.add(new Note(
                    Note.Code.UPGRADE_UNDER_WAY,
                    "VERSION says that an upgrade from " + header.version() + " to V004 is under way: "
                            + (header.cleaning()
                                    ? "its data is complete, the old data was being removed"
                                    : "its data may be incomplete, and a server that starts here deletes it")));
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
                    .because("VERSION says V004, and a store of V004 has its log there")
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
                .because("a Raft directory can be read when its data version is V004")
                .next(
                        earlier
                                ? "start the store once with a databend-meta that upgrades it to V004, or export it with the"
                                        + " databend-metactl that belongs to it: metash reads the export"
                                : "take a newer metash");
    }

    /** Whether an import was cut between the two renames that stand for an exchange. */
    private static boolean isCut(Path here) throws IOException {
        for (Path home : List.of(here, here.getParent() == null ? here : here.getParent())) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, "*.metash-*")) {
                for (Path folder : folders) {
                    String name = folder.getFileName().toString();
                    boolean own = home.equals(here) || name.startsWith(here.getFileName() + ".metash-");
                    if (own && Files.exists(folder.resolve("replaced"))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private Failure noStore() throws IOException {
        Failure failure = Failure.of(ExitStatus.IO, "no store at " + root);
        if (!Files.exists(root)) {
            return failure.because("there is no such directory").next("name the folder that holds df_meta");
        }
        Path here = root.toAbsolutePath().normalize();
        for (Path up = here; up.getParent() != null; up = up.getParent()) {
            if (up.endsWith("df_meta")) {
                return failure.because("this is a part of a store")
                        .next("name the folder that holds it: " + up.getParent());
            }
        }
        if (!Files.isDirectory(root)) {
            return failure.because("this is a file").next("name the folder that holds df_meta");
        }
        if (Files.isDirectory(here.resolve("V004/log")) || Files.exists(here.resolve("VERSION"))) {
            return failure.because("this is what belongs into a folder df_meta")
                    .next("move it to RAFT_DIR/df_meta and name RAFT_DIR");
        }
        if (hasOlderData()) {
            return otherVersion("older than V004", root);
        }
        if (isCut(here)) {
            return failure.because("the exchange of two stores was cut there; both are whole, beside it")
                    .next("metash doctor --clean " + root + " finishes it");
        }
        return failure.because("there is no folder df_meta in it").next("name the folder that holds df_meta");
    }
}
