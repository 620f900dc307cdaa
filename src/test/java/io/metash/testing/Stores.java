package io.metash.testing;

import io.metash.ndjson.NdjsonSink;
import io.metash.raftdir.RaftDir;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads stores from outside. */
public final class Stores {
    private Stores() {}

    /** The export of a Raft directory as text. */
    public static String text(Path raftDir) throws IOException {
        try (RaftDir dir = RaftDir.open(raftDir)) {
            return text(dir.export());
        }
    }

    /** The export of a directory with the fields that its release wrote, as a service of that release sends it. */
    public static String textAsWritten(Path raftDir) throws IOException {
        try (RaftDir dir = RaftDir.open(raftDir)) {
            return text(dir.export(), true);
        }
    }

    /** The records of a source as text. */
    public static String text(RecordSource records) throws IOException {
        return text(records, false);
    }

    private static String text(RecordSource records, boolean asWritten) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (records;
                NdjsonSink sink = new NdjsonSink(out, asWritten)) {
            new Pump(records, List.of(), sink, Progress.NONE, new Cancel()).run();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Copies a directory with its contents; the copies are writable. Returns the copy. */
    public static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
        return to;
    }

    /** Everything below a directory, by name: the content, mode and time of files, the names of directories. */
    public static TreeMap<String, String> tree(Path directory) throws IOException {
        TreeMap<String, String> tree = new TreeMap<>();
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return tree;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (path.equals(directory)) {
                    // Its time changes when entries are created or removed in it.
                    continue;
                }
                String what = Files.isDirectory(path)
                        ? "directory"
                        : Files.size(path) + " bytes " + java.util.Arrays.hashCode(Files.readAllBytes(path));
                tree.put(
                        directory.relativize(path).toString(),
                        Files.getAttribute(path, "unix:mode") + " " + Files.getLastModifiedTime(path) + " " + what);
            }
        }
        return tree;
    }
}
