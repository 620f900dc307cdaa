package io.metash.rebuild;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** State of a node's directory with respect to a plan, determined without changes. */
public enum NodeState {
    /** Before the plan, or after its rollback. */
    OLD("unchanged"),
    /** Has the plan's store. */
    NEW("has its new store"),
    /** Interrupted between two renames on a file system without exchange; the next command finishes them. */
    CUT("interrupted in the middle");

    private final String words;

    NodeState(String words) {
        this.words = words;
    }

    /** The state as text. */
    public String words() {
        return words;
    }

    /** Returns the state of a directory; {@code workspacePlan} identifies the node's workspace. */
    static NodeState of(Path raftDir, String workspacePlan) throws IOException {
        ImportTarget target = ImportTarget.of(raftDir);
        long now = ImportTarget.inode(target.dfMeta());
        List<Path> directories = target.all("new");
        directories.addAll(target.keptDirectories());
        for (Path directory : directories) {
            Journal journal = Journal.read(directory);
            if (journal == null || !journal.plan().equals(workspacePlan)) {
                continue;
            }
            if (Swap.isCut(directory)) {
                return CUT;
            }
            if (now != 0 && now == journal.newInode()) {
                return NEW;
            }
        }
        return OLD;
    }
}
