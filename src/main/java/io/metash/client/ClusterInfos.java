package io.metash.client;

import io.metash.record.U64;
import io.metash.wire.ClusterStatus;
import io.metash.wire.RaftLogStatus;
import java.util.SortedMap;
import java.util.TreeMap;

/** Converts the wire message to a {@link ClusterInfo}. */
final class ClusterInfos {
    private ClusterInfos() {}

    static ClusterInfo of(ClusterStatus status) {
        SortedMap<Long, String> replication = new TreeMap<>(U64::compare);
        status.getReplicationList().forEach(entry -> replication.put(entry.getKey(), entry.getValue()));
        String snapshotLast = status.hasSnapshotLastLogId() ? status.getSnapshotLastLogId() : null;
        String purged = status.hasPurged() ? status.getPurged() : null;
        String leader = status.hasLeader() ? status.getLeader() : null;
        ClusterInfo.Log log = status.hasRaftLogStatus() ? log(status.getRaftLogStatus()) : null;
        return new ClusterInfo(
                status.getId(),
                status.getBinaryVersion(),
                status.getDataVersion(),
                status.getEndpoint(),
                status.getRaftLogSize(),
                status.getState(),
                status.getIsLeader(),
                status.getCurrentTerm(),
                status.getLastLogIndex(),
                status.getLastApplied(),
                snapshotLast,
                purged,
                leader,
                replication,
                status.getVotersList().stream().toList(),
                status.getNonVotersList().stream().toList(),
                status.getLastSeq(),
                status.getSnapshotKeyCount(),
                log);
    }

    private static ClusterInfo.Log log(RaftLogStatus log) {
        SortedMap<String, Long> chunks = new TreeMap<>();
        log.getWalClosedChunkSizesList().forEach(chunk -> chunks.put(chunk.getKey(), chunk.getValue()));
        return new ClusterInfo.Log(
                log.getCacheItems(),
                log.getCacheUsedSize(),
                log.getWalTotalSize(),
                log.getWalOpenChunkSize(),
                log.getWalOffset(),
                log.getWalClosedChunkCount(),
                log.getWalClosedChunkTotalSize(),
                chunks);
    }
}
