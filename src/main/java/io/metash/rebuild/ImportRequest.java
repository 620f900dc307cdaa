package io.metash.rebuild;

import io.metash.integrity.StoreCheck;
import io.metash.raftdir.NewCluster;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of an import.
 *
 * @param raftDir the directory to fill
 * @param cluster the new cluster of the directory, or null to keep the backup's
 * @param accepted checks that may fail
 * @param overHalfUpgraded whether a target in the middle of an upgrade may be replaced
 * @param plan the id of the plan, part of file names
 */
public record ImportRequest(
        Path raftDir, @Nullable NewCluster cluster, Set<StoreCheck> accepted, boolean overHalfUpgraded, String plan) {}
