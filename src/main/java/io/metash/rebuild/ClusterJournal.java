package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.files.ParentDirectory;
import io.metash.files.WritableFile;
import io.metash.ndjson.JsonText;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.RegularFile;
import io.metash.record.Shape;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a cluster rebuild: N directories are not swapped atomically (decisions 15). Stored next to the
 * first node's directory as {@code DIR.metash-cluster-PLAN.json}, and written before the first directory is touched.
 *
 * @param plan the id of the plan, equal for the same backup and nodes
 * @param backup the absolute path of the backup
 * @param digest the digest of its content
 * @param nodes the nodes in command-line order
 * @param extra unknown fields
 */
record ClusterJournal(String plan, String backup, long digest, List<NodeStep> nodes, UnknownFields extra) {
    /**
     * A node's directory.
     *
     * @param id the node, u64
     * @param address its Raft address
     * @param raftDir its directory, absolute
     * @param newInode the inode of the {@code df_meta} built for it, by which a completed swap is recognized
     * @param extra unknown fields
     */
    record NodeStep(long id, String address, String raftDir, long newInode, UnknownFields extra) {}

    private static final Shape.Struct<NodeStep> STEP = new Shape.Struct<>(
            NodeStep.class,
            List.of(
                    step("id", Shape.Plain.U64, NodeStep::id),
                    step("address", Shape.Plain.TEXT, NodeStep::address),
                    step("raft_dir", Shape.Plain.TEXT, NodeStep::raftDir),
                    step("new_inode", Shape.Plain.U64, NodeStep::newInode)),
            NodeStep::extra,
            a -> new NodeStep(a.get(0), a.get(1), a.get(2), a.get(3), a.unknown()));

    private static final Shape.Struct<ClusterJournal> SHAPE = new Shape.Struct<>(
            ClusterJournal.class,
            List.of(
                    field("plan", Shape.Plain.TEXT, ClusterJournal::plan),
                    field("backup", Shape.Plain.TEXT, ClusterJournal::backup),
                    field("digest", Shape.Plain.U64, ClusterJournal::digest),
                    field("nodes", new Shape.ListOf(STEP), ClusterJournal::nodes)),
            ClusterJournal::extra,
            a -> new ClusterJournal(a.get(0), a.get(1), a.get(2), steps(a.get(3)), a.unknown()));

    private static Shape.Field<NodeStep> step(String name, Shape kind, Function<NodeStep, @Nullable Object> get) {
        return new Shape.Field<>(name, () -> kind, Shape.Presence.ALWAYS, null, get);
    }

    private static Shape.Field<ClusterJournal> field(
            String name, Shape kind, Function<ClusterJournal, @Nullable Object> get) {
        return new Shape.Field<>(name, () -> kind, Shape.Presence.ALWAYS, null, get);
    }

    private static List<NodeStep> steps(Object list) {
        return ((List<?>) list).stream().map(NodeStep.class::cast).toList();
    }

    /** Writes the journal atomically. A new one that cannot be made durable is removed. */
    void write(Path file, Disk disk) throws IOException {
        boolean replaces = Files.exists(file);
        byte[] text = (JsonText.toString(SHAPE, this) + "\n").getBytes(StandardCharsets.UTF_8);
        Path building = file.resolveSibling(file.getFileName() + ".new");
        disk.deleteTree(building);
        try (WritableFile out = disk.create(building, null)) {
            for (ByteBuffer left = ByteBuffer.wrap(text); left.hasRemaining(); ) {
                out.write(left);
            }
            out.sync();
        } catch (IOException failed) {
            disk.withdraw(building, failed);
            throw failed;
        }
        try {
            disk.rename(building, file);
            disk.syncDirectory(ParentDirectory.of(file));
        } catch (IOException failed) {
            disk.withdraw(building, failed);
            if (!replaces) {
                disk.withdraw(file, failed);
            }
            throw failed;
        }
    }

    /** Reads a journal. */
    static ClusterJournal read(Path file) throws IOException {
        byte[] text = RegularFile.readAllBytes(file);
        try {
            ClusterJournal journal =
                    (ClusterJournal) Objects.requireNonNull(JsonText.readLine(SHAPE, text, file.toString()));
            journal.requirePaths();
            return journal;
        } catch (Failure damaged) {
            throw Failure.of(ExitStatus.DAMAGED, "not a journal of init-cluster, or damaged")
                    .at(file.toString())
                    .because(damaged.what())
                    .next("metash rollback --raft-dir DIR undoes one directory at a time")
                    .causedBy(damaged);
        }
    }

    /** Rejects directories that metash does not write: a journal may come from another user. */
    private void requirePaths() {
        for (NodeStep step : nodes) {
            String directory = step.raftDir();
            if (!directory.startsWith("/") || directory.indexOf('\0') >= 0) {
                throw Failure.of(
                        ExitStatus.DAMAGED,
                        "the directory of node " + U64.text(step.id()) + " is not an absolute path");
            }
        }
    }
}
