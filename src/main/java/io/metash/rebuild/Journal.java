package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.files.WritableFile;
import io.metash.ndjson.JsonText;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Shape;
import io.metash.record.UnknownFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The journal of an import in its workspace: enough to finish an interrupted swap and to undo a completed one.
 * Written and synced just before the swap.
 *
 * @param plan the id of the plan
 * @param raftDir the absolute Raft directory
 * @param madeAtMs the time in milliseconds since the epoch
 * @param before the previous content of the target
 * @param newInode the inode of the new {@code df_meta}, which distinguishes it from the old one
 * @param extra unknown fields
 */
record Journal(String plan, String raftDir, long madeAtMs, Before before, long newInode, UnknownFields extra) {
    /** File name in the workspace. */
    static final String FILE = "import.json";

    /** Previous content of the target. */
    enum Before {
        /** No directory. */
        NOTHING("nothing"),
        /** A directory without a store. */
        DIRECTORY("directory"),
        /** A store. */
        STORE("store");

        private final String text;

        Before(String text) {
            this.text = text;
        }

        /** The kind of the kept directory: {@code old} only if there was a store. */
        String kept() {
            if (this == STORE) {
                return "old";
            }
            return "journal";
        }
    }

    private static final Shape.Struct<Journal> SHAPE = new Shape.Struct<>(
            Journal.class,
            List.of(
                    field("plan", Shape.Plain.TEXT, Journal::plan),
                    field("raft_dir", Shape.Plain.TEXT, Journal::raftDir),
                    field("made_at_ms", Shape.Plain.U64, Journal::madeAtMs),
                    field(
                            "before",
                            new Shape.Names(List.of(Before.values()), value -> ((Before) value).text),
                            Journal::before),
                    field("new_inode", Shape.Plain.U64, Journal::newInode)),
            Journal::extra,
            a -> new Journal(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4), a.unknown()));

    private static Shape.Field<Journal> field(String name, Shape kind, Function<Journal, @Nullable Object> get) {
        return new Shape.Field<>(name, () -> kind, Shape.Presence.ALWAYS, null, get);
    }

    /** Writes the journal into a workspace and syncs both. */
    void write(Path workspace, Disk disk) throws IOException {
        byte[] text = (JsonText.toString(SHAPE, this) + "\n").getBytes(StandardCharsets.UTF_8);
        Path building = workspace.resolve(FILE + ".new");
        try (WritableFile file = disk.create(building, null)) {
            for (ByteBuffer left = ByteBuffer.wrap(text); left.hasRemaining(); ) {
                file.write(left);
            }
            file.sync();
        }
        disk.rename(building, workspace.resolve(FILE));
        disk.syncDirectory(workspace);
    }

    /** Reads a workspace's journal; null when the import ended before writing it. */
    static @Nullable Journal read(Path workspace) throws IOException {
        Path file = workspace.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (NoSuchFileException vanished) {
            return null;
        }
        try {
            return (Journal) Objects.requireNonNull(JsonText.readLine(SHAPE, text, file.toString()));
        } catch (Failure damaged) {
            throw Failure.of(ExitStatus.DAMAGED, "the journal of an import is damaged")
                    .at(file.toString())
                    .because(damaged.what())
                    .next("check the directory: it has a store under df_meta that can be moved by hand")
                    .causedBy(damaged);
        }
    }
}
