package io.metash.rebuild;

import io.metash.files.DirectoryListing;
import io.metash.files.NameLength;
import io.metash.files.ParentDirectory;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.PathName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The Raft directory of an import, and the workspaces around it. Workspaces are next to it,
 * {@code DIR.metash-new-PLAN}; if it is a mount point, or its parent is not writable, inside it as
 * {@code df_meta.metash-new-PLAN}. The same place holds kept stores: {@code metash-old-TIME},
 * {@code metash-journal-TIME} for an import into an empty target, and {@code metash-undone-TIME}.
 */
final class ImportTarget {
    private static final String INSIDE = "df_meta";
    private static final String MARK = ".metash-";

    /** Length of the longest name after {@link #stem}, with some reserve. */
    private static final String LONGEST_KIND = "cluster-" + "x".repeat(28);

    private final Path raftDir;
    private final boolean inside;

    private ImportTarget(Path raftDir, boolean inside) {
        this.raftDir = raftDir;
        this.inside = inside;
    }

    /**
     * Creates the target for a path. Follows links, so that the import replaces the directory that a link points to.
     */
    static ImportTarget of(Path given) throws IOException {
        Path path = PathName.require(given).toAbsolutePath().normalize();
        if (Files.exists(path)) {
            path = PathName.require(path.toRealPath());
            if (!Files.isDirectory(path)) {
                throw Failure.of(ExitStatus.IO, "this is a file, not a Raft directory")
                        .at(path.toString())
                        .next("name the directory that contains df_meta, or a new one");
            }
        } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw Failure.of(ExitStatus.IO, "dangling link").at(path.toString()).next("correct or remove it");
        }
        if (path.getFileName() == null || path.endsWith("df_meta") || path.endsWith("V004")) {
            throw Failure.of(ExitStatus.USAGE, "this cannot be a Raft directory")
                    .at(path.toString())
                    .because("a Raft directory is the directory that contains df_meta")
                    .next("name that directory");
        }
        refuseInsideStore(path);
        boolean exists = Files.exists(path);
        boolean inside = exists && (isMountPoint(path) || !Files.isWritable(path.getParent()));
        return new ImportTarget(path, inside);
    }

    /** A server does not expect a store among the files of its own. */
    private static void refuseInsideStore(Path path) {
        for (Path up = path.getParent(); up != null && up.getFileName() != null; up = up.getParent()) {
            if (up.endsWith(INSIDE) && Files.isDirectory(up)) {
                throw Failure.of(ExitStatus.USAGE, "this directory is inside a store")
                        .at(path.toString())
                        .because("the store is " + up)
                        .next("name a directory outside it");
            }
        }
    }

    private static boolean isMountPoint(Path path) throws IOException {
        Path mounts = Path.of("/proc/self/mountinfo");
        if (!Files.isReadable(mounts)) {
            return !Files.getAttribute(path, "unix:dev").equals(Files.getAttribute(path.getParent(), "unix:dev"));
        }
        for (String line : Files.readAllLines(mounts, StandardCharsets.UTF_8)) {
            String[] fields = line.split(" ");
            if (fields.length > 4 && unescape(fields[4]).equals(path.toString())) {
                return true;
            }
        }
        return false;
    }

    /** Decodes the kernel's octal escapes of blanks, tabs, line ends and backslashes. */
    private static String unescape(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    Path raftDir() {
        return raftDir;
    }

    Path dfMeta() {
        return raftDir.resolve("df_meta");
    }

    /** The directory that contains the workspaces. */
    Path home() {
        if (inside) {
            return raftDir;
        }
        return ParentDirectory.of(raftDir);
    }

    /** The name prefix of workspaces. */
    private String stem() {
        String name = INSIDE;
        if (!inside) {
            name = raftDir.getFileName().toString();
        }
        return name + MARK;
    }

    Path workspace(String plan) {
        return home().resolve(stem() + "new-" + plan);
    }

    /**
     * Rejects a directory if the names of its workspaces, journals and kept stores would be too long.
     *
     * @throws Failure with status 2
     */
    void requireRoom() throws IOException {
        NameLength.require(raftDir, home().resolve(stem() + LONGEST_KIND));
    }

    /** The file that one command locks to exclude others from this target. */
    Path lockFile() {
        return home().resolve(stem() + "lock");
    }

    /** Returns the journal of a new cluster with this as its first directory. */
    Path clusterJournal(String plan) {
        return home().resolve(stem() + "cluster-" + plan + ".json");
    }

    /** The name pattern of kept stores. */
    String keptName() {
        return home().resolve(stem() + "old-TIME").toString();
    }

    /** Returns an unused name for a kind ({@code old}, {@code journal} or {@code undone}) and time. */
    Path kept(String kind, long nowMs) {
        for (long ms = nowMs; ; ms++) {
            Path path = home().resolve(stem() + kind + "-" + time(ms));
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return path;
            }
        }
    }

    /** Formats a time as {@code 20261124-101500-123}, UTC. Avoids formatters, which are slow to load. */
    private static String time(long epochMs) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(epochMs, 1000), 0, ZoneOffset.UTC);
        return digits(time.getYear(), 4) + digits(time.getMonthValue(), 2) + digits(time.getDayOfMonth(), 2) + "-"
                + digits(time.getHour(), 2) + digits(time.getMinute(), 2) + digits(time.getSecond(), 2) + "-"
                + digits(Math.floorMod(epochMs, 1000), 3);
    }

    private static String digits(int number, int width) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }

    /**
     * Returns the directories of a kind ({@code new}, {@code old}, {@code journal} or {@code undone}), newest name
     * last. Includes stores kept inside the directory by a command to which it was a mount point.
     */
    List<Path> all(String kind) throws IOException {
        List<Path> found = named(home(), stem() + kind + "-");
        if (!inside && !kind.equals("new")) {
            found.addAll(named(raftDir, INSIDE + MARK + kind + "-"));
        }
        return found;
    }

    private static List<Path> named(Path directory, String prefix) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            for (Path file : DirectoryListing.list(directory)) {
                if (file.getFileName().toString().startsWith(prefix)
                        && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** Returns the directories that imports kept, with or without a store, newest last. */
    List<Path> keptDirectories() throws IOException {
        List<Path> found = all("old");
        found.addAll(all("journal"));
        found.sort(Comparator.comparing(
                path -> path.getFileName().toString().replaceFirst("^.*\\" + MARK + "[a-z]+-", "")));
        return found;
    }

    /** The current content of the target. */
    Journal.Before state() {
        if (!Files.exists(raftDir)) {
            return Journal.Before.NOTHING;
        }
        if (Files.exists(dfMeta(), LinkOption.NOFOLLOW_LINKS)) {
            return Journal.Before.STORE;
        }
        return Journal.Before.DIRECTORY;
    }

    /** The inode of a file, or 0 when it does not exist. */
    static long inode(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return ((Number) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS)).longValue();
        }
        return 0;
    }
}
