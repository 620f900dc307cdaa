package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.files.ParentDirectory;
import io.metash.integrity.StoreCheck;
import io.metash.raftdir.NewCluster;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.OutputError;
import io.metash.record.Progress;
import io.metash.record.Sha256;
import io.metash.record.ShellWord;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import io.metash.storage.StoredFile;
import io.metash.upgrade.LiftReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds N nodes in N directories from one backup. Builds and verifies all stores before it touches the first
 * directory, then writes a journal and swaps the directories one by one. Repeating the request completes an
 * interrupted run.
 */
public final class InitCluster {
    private final StoredFile backup;
    private final List<NodeTarget> all;
    private final List<NodeTarget> nodes;
    private final @Nullable String rebuildPlan;
    private @Nullable Long expected;
    private final Set<StoreCheck> accepted;
    private final boolean overHalfUpgraded;
    private final Disk disk;
    private final LongSupplier clockMs;
    private boolean strict;

    /** Creates a rebuild of at least one node from a backup. */
    public InitCluster(
            StoredFile backup,
            List<NodeTarget> nodes,
            Set<StoreCheck> accepted,
            boolean overHalfUpgraded,
            Disk disk,
            LongSupplier clockMs) {
        this(backup, nodes, nodes, null, null, accepted, overHalfUpgraded, disk, clockMs);
    }

    /** Creates a rebuild from a local backup file. */
    public InitCluster(
            Path backup,
            List<NodeTarget> nodes,
            Set<StoreCheck> accepted,
            boolean overHalfUpgraded,
            Disk disk,
            LongSupplier clockMs) {
        this(StoredFile.of(backup.toAbsolutePath().normalize()), nodes, accepted, overHalfUpgraded, disk, clockMs);
    }

    private InitCluster(
            StoredFile backup,
            List<NodeTarget> all,
            List<NodeTarget> nodes,
            @Nullable String rebuildPlan,
            @Nullable Long expectedDigest,
            Set<StoreCheck> accepted,
            boolean overHalfUpgraded,
            Disk disk,
            LongSupplier clockMs) {
        this.backup = backup;
        this.all = List.copyOf(all);
        this.nodes = List.copyOf(nodes);
        this.rebuildPlan = rebuildPlan;
        this.expected = expectedDigest;
        this.accepted = accepted;
        this.overHalfUpgraded = overHalfUpgraded;
        this.disk = disk;
        this.clockMs = clockMs;
    }

    /** Sets whether to reject a backup of an earlier version with content that V004 cannot store. */
    public InitCluster strict(boolean refuse) {
        strict = refuse;
        return this;
    }

    /** Creates a rebuild of some nodes of a plan. */
    static InitCluster of(
            RebuildPlan plan, StoredFile backup, List<PlannedNode> here, Disk disk, LongSupplier clockMs) {
        return new InitCluster(
                backup,
                plan.nodes().stream().map(PlannedNode::target).toList(),
                here.stream().map(PlannedNode::target).toList(),
                plan.id(),
                plan.expected().digest(),
                plan.acceptedChecks(),
                plan.overHalfUpgraded(),
                disk,
                clockMs);
    }

    /** Returns the id of a node's workspace. */
    static String workspacePlan(String plan, long node) {
        return plan + "-" + U64.text(node);
    }

    /** Receives progress for display. */
    public interface Steps {
        /** A node's store is being built. */
        Progress building(NodeTarget node);

        /** A node's store is built and verified. */
        void built(NodeTarget node, ImportReport report);

        /** The replaced store ends later than the backup; {@code words} is a clause for people. */
        default void newer(NodeTarget node, String words) {}

        /** A node's store is swapped in; {@code kept} is the old store's directory, or null. */
        void placed(NodeTarget node, @Nullable Path kept);

        /** The node had its store already, from an earlier run of the same command. */
        void alreadyDone(NodeTarget node);
    }

    /**
     * Result of a rebuild.
     *
     * @param journal the journal for {@code rollback}
     * @param reports the reports of directories built in this run
     * @param completeness the proof of the backup's completeness as text; null when nothing was built
     */
    public record Report(Path journal, List<ImportReport> reports, @Nullable String completeness) {}

    /** Builds, verifies and swaps in all stores. */
    public Report run(Steps steps, Cancel cancel) throws IOException {
        String plan = plan();
        Path journalFile = journalFile(plan);
        List<NodeTarget> open = new ArrayList<>();
        List<Import> all = new ArrayList<>();
        try {
            // From here on, no other command changes these directories or the files next to them.
            for (NodeTarget node : nodes) {
                all.add(new Import(request(plan, node), disk, clockMs));
                all.get(all.size() - 1).lock();
            }
            return run(plan, journalFile, open, all, steps, cancel);
        } catch (Failure failure) {
            if (failure.status() == ExitStatus.INTERRUPTED && failure.why() == null) {
                throw stopped(0, open, journalFile);
            }
            throw failure;
        } finally {
            closeAll(all);
        }
    }

    private ImportRequest request(String plan, NodeTarget node) {
        return new ImportRequest(
                node.directory(),
                new NewCluster(node.id(), cluster()),
                accepted,
                overHalfUpgraded,
                workspacePlan(plan, node.id()));
    }

    private Report run(
            String plan, Path journalFile, List<NodeTarget> open, List<Import> all, Steps steps, Cancel cancel)
            throws IOException {
        List<ClusterJournal.NodeStep> done = new ArrayList<>();
        List<Import> imports = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            NodeTarget node = nodes.get(i);
            NodeState state = NodeState.of(node.directory(), workspacePlan(plan, node.id()));
            if (state != NodeState.OLD) {
                settle(node);
                state = NodeState.of(node.directory(), workspacePlan(plan, node.id()));
            }
            if (state == NodeState.NEW) {
                done.add(step(
                        node,
                        ImportTarget.of(node.directory()).raftDir(),
                        ImportTarget.inode(ImportTarget.of(node.directory()).dfMeta())));
                steps.alreadyDone(node);
            } else {
                open.add(node);
                imports.add(all.get(i));
            }
        }
        for (Import one : imports) {
            one.preflight(BackupReading.bytes(backup) * open.size());
        }
        List<ImportReport> reports = new ArrayList<>();
        String completeness = null;
        for (int i = 0; i < open.size(); i++) {
            // One check suffices: refuseChanged ensures that the other nodes read the same backup.
            Progress progress = steps.building(open.get(i));
            try (BackupReading source = BackupReading.of(backup, i == 0, progress, cancel)) {
                ImportReport report = imports.get(i).prepare(source.records(), backup.absolute(), progress, cancel);
                if (strict) {
                    LiftReport.refuseLoss(source.records(), backup.toString());
                }
                report.notes().addAll(source.notes());
                refuseChanged(report);
                completeness = source.completeness().orElse(completeness);
                reports.add(report);
                steps.built(open.get(i), report);
                NodeTarget built = open.get(i);
                imports.get(i).newer().ifPresent(words -> steps.newer(built, words));
            }
        }
        List<ClusterJournal.NodeStep> journaled = new ArrayList<>(done);
        for (int i = 0; i < open.size(); i++) {
            journaled.add(
                    step(open.get(i), imports.get(i).raftDir(), imports.get(i).newInode()));
        }
        if (!open.isEmpty() || !Files.exists(journalFile)) {
            long digest = 0;
            if (expected != null) {
                digest = expected;
            }
            write(new ClusterJournal(plan, backup.absolute(), digest, journaled, UnknownFields.NONE), journalFile);
        }
        for (int i = 0; i < open.size(); i++) {
            if (cancel.requested()) {
                throw stopped(i, open, journalFile);
            }
            ImportReport placed = commit(imports.get(i), journalFile);
            reports.set(i, placed);
            steps.placed(open.get(i), placed.kept());
        }
        return new Report(journalFile, reports, completeness);
    }

    private void write(ClusterJournal journal, Path file) throws IOException {
        try {
            journal.write(file, disk);
        } catch (IOException failed) {
            throw OutputError.unchangedDirectory(nodes.get(0).directory(), failed);
        }
    }

    /** Swaps a node's store in. After an error of a later step, the cluster is completed or undone as one. */
    private static ImportReport commit(Import one, Path journalFile) throws IOException {
        try {
            return one.commit();
        } catch (Failure failed) {
            if (failed.status() != ExitStatus.IO) {
                throw failed;
            }
            throw failed.next("check the disk, then run the same command again: it completes the cluster; metash"
                    + " rollback --journal " + ShellWord.of(journalFile) + " undoes it");
        }
    }

    private static Failure stopped(int placed, List<NodeTarget> open, Path journalFile) {
        Failure stopped = Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        if (placed == 0) {
            return stopped.because("the new stores were built next to the directories; no directory was changed")
                    .next("run the same command again");
        }
        return stopped.because("swapped: " + names(open.subList(0, placed)) + "; not yet: "
                        + names(open.subList(placed, open.size())))
                .next("run the same command again to continue; metash rollback --journal " + ShellWord.of(journalFile)
                        + " undoes the swaps");
    }

    private static String names(List<NodeTarget> nodes) {
        return nodes.stream().map(node -> node.directory().toString()).collect(Collectors.joining(", "));
    }

    private void refuseChanged(ImportReport report) {
        if (expected == null) {
            expected = report.digest();
        }
        if (expected != report.digest()) {
            throw Failure.of(ExitStatus.IO, "the backup changed while it was read")
                    .at(backup.absolute())
                    .next("nothing was changed; use a backup that no process writes to");
        }
    }

    /** Finishes the last renames of a node that has its new store, which rename the replaced store. */
    private void settle(NodeTarget node) throws IOException {
        new Swap(ImportTarget.of(node.directory()), disk).settle();
    }

    private static ClusterJournal.NodeStep step(NodeTarget node, Path raftDir, long newInode) {
        return new ClusterJournal.NodeStep(
                node.id(), node.node().endpoint().toString(), raftDir.toString(), newInode, UnknownFields.NONE);
    }

    private static void closeAll(List<Import> imports) throws IOException {
        IOException first = null;
        for (Import one : imports) {
            try {
                one.close();
            } catch (IOException failed) {
                if (first == null) {
                    first = failed;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private NavigableMap<Long, Node> cluster() {
        NavigableMap<Long, Node> cluster = Membership.byId();
        all.forEach(node -> cluster.put(node.id(), node.node()));
        return cluster;
    }

    private Path journalFile(String plan) throws IOException {
        return ImportTarget.of(nodes.get(0).directory()).clusterJournal(plan);
    }

    /** Returns the plan's id, equal for equal nodes and the same backup by path, size and time. */
    private String plan() throws IOException {
        if (rebuildPlan != null) {
            return rebuildPlan;
        }
        StringBuilder all = new StringBuilder(backup.absolute());
        all.append('\n').append(BackupReading.bytes(backup));
        all.append('\n').append(BackupReading.modifiedMs(backup));
        for (NodeTarget node : nodes) {
            all.append('\n').append(U64.text(node.id()));
            all.append('=').append(node.node().endpoint());
            all.append('=').append(node.directory());
        }
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 10);
    }

    /** Describes what {@link #rollback} would do, one line per directory; changes nothing. */
    public static List<String> rollbackPreview(Path journalFile) throws IOException {
        ClusterJournal journal = read(journalFile);
        List<String> lines = new ArrayList<>();
        for (ClusterJournal.NodeStep step : journal.nodes()) {
            Path raftDir = Path.of(step.raftDir());
            NodeState state = NodeState.of(raftDir, workspacePlan(journal.plan(), step.id()));
            lines.addAll(
                    switch (state) {
                        case NEW -> new Rollback(raftDir, Disk.real()).preview();
                        case CUT -> List.of("finish the interrupted import of " + raftDir + ", then undo it");
                        case OLD -> List.of(raftDir + " stays as it is");
                    });
        }
        return lines;
    }

    /**
     * Undoes a journal: restores the previous store of every directory that has its plan's store.
     *
     * @return a report for each restored directory
     */
    public static List<Rollback.Report> rollback(Path journalFile, Disk disk, long nowMs) throws IOException {
        return rollback(journalFile, disk, nowMs, newer -> {});
    }

    /** Like {@link #rollback(Path, Disk, long)}; {@code newer} receives a clause as {@link Rollback} gives it. */
    public static List<Rollback.Report> rollback(Path journalFile, Disk disk, long nowMs, Consumer<String> newer)
            throws IOException {
        ClusterJournal journal = read(journalFile);
        List<Rollback.Report> reports = new ArrayList<>();
        for (ClusterJournal.NodeStep step : journal.nodes()) {
            Path raftDir = Path.of(step.raftDir());
            if (NodeState.of(raftDir, workspacePlan(journal.plan(), step.id())) != NodeState.OLD) {
                reports.add(new Rollback(raftDir, disk).run(nowMs, newer));
            }
        }
        forget(journalFile, disk);
        return reports;
    }

    /** Another command has undone a missing journal completely. */
    private static ClusterJournal read(Path journalFile) throws IOException {
        try {
            return ClusterJournal.read(journalFile);
        } catch (NoSuchFileException gone) {
            if (!Files.exists(undone(journalFile))) {
                throw gone;
            }
            throw Failure.of(ExitStatus.REFUSED, "this journal has already been undone")
                    .at(undone(journalFile).toString())
                    .causedBy(gone);
        }
    }

    private static Path undone(Path journalFile) {
        return journalFile.resolveSibling(journalFile.getFileName() + ".undone");
    }

    /** Renames a cluster's journal after its rollback. */
    static void forget(Path journalFile, Disk disk) throws IOException {
        try {
            disk.rename(journalFile, undone(journalFile));
        } catch (NoSuchFileException e) {
            if (!Files.exists(undone(journalFile))) {
                throw e;
            }
        }
        disk.syncDirectory(ParentDirectory.of(journalFile));
    }
}
