package io.metash.rebuild;

import io.metash.integrity.StoreCheck;
import io.metash.raftdir.NewCluster;
import java.nio.file.Path;
import java.util.Set;

/**
 * The parameters of an import.
 *
 * @param raftDir the directory to fill
 * @param cluster the new cluster that the directory is for, or null to keep the cluster of the backup
 * @param accepted checks that may fail
 * @param overHalfUpgraded whether a target in the middle of an upgrade may be replaced
 * @param plan the id of the plan, a part of file names
 */
public record ImportRequest(
        Path raftDir, NewCluster cluster, Set<StoreCheck> accepted, boolean overHalfUpgraded, String plan) {}
