package io.metash.rebuild;

import io.metash.files.DirectoryListing;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An {@code init-cluster} that was interrupted between two directories, according to its journal.
 *
 * @param journal the journal, for {@code rollback}
 * @param plan the id of the plan
 * @param backup the backup of the nodes
 * @param done the nodes that have their new store, by id
 * @param open the remaining nodes
 */
public record InterruptedCluster(Path journal, String plan, String backup, List<String> done, List<String> open) {
    private static final String MARK = ".metash-cluster-";

    /** Finds the interrupted run for a directory; its journal is next to the first node's directory. */
    public static Optional<InterruptedCluster> of(Path raftDir) throws IOException {
        Path target = ImportTarget.of(raftDir).raftDir();
        Path home = target.getParent();
        if (home == null || !Files.isDirectory(home)) {
            return Optional.empty();
        }
        for (Path file : DirectoryListing.list(home)) {
            String name = file.getFileName().toString();
            if (name.contains(MARK) && name.endsWith(".json")) {
                Optional<InterruptedCluster> found = of(file, target);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<InterruptedCluster> of(Path file, Path raftDir) throws IOException {
        ClusterJournal journal;
        try {
            journal = ClusterJournal.read(file);
        } catch (Failure | AccessDeniedException | NoSuchFileException e) {
            // The directory may be shared with other users and their commands.
            return Optional.empty();
        }
        boolean member =
                journal.nodes().stream().anyMatch(step -> step.raftDir().equals(raftDir.toString()));
        if (!member) {
            return Optional.empty();
        }
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (ClusterJournal.NodeStep step : journal.nodes()) {
            ImportTarget node = ImportTarget.of(Path.of(step.raftDir()));
            boolean built = Files.exists(node.dfMeta()) && ImportTarget.inode(node.dfMeta()) == step.newInode();
            if (built) {
                done.add(U64.text(step.id()));
            } else if (isWaiting(node, journal.plan(), step)) {
                open.add(U64.text(step.id()));
            }
        }
        if (!open.isEmpty()) {
            return Optional.of(new InterruptedCluster(file, journal.plan(), journal.backup(), done, open));
        }
        return Optional.empty();
    }

    /** Whether a node's new store still waits in its workspace. */
    private static boolean isWaiting(ImportTarget node, String plan, ClusterJournal.NodeStep step) {
        return Files.isDirectory(node.workspace(InitCluster.workspacePlan(plan, step.id())));
    }
}
