package io.metash.client;

import java.util.List;
import java.util.SortedMap;

/**
 * * The status of a node and its cluster as reported by the node (meta-service-api §3.11). Numbers are u64; log ids are
 * texts, {@code T1-N0.42}.
 *
 * @param id the node's id
 * @param binaryVersion its program's version
 * @param dataVersion the version of its data, such as {@code V004}
 * @param endpoint its Raft address, or empty
 * @param raftLogBytes the size of its log, bytes
 * @param state {@code Leader}, {@code Follower}, {@code Learner}, {@code Candidate} or {@code Shutdown}
 * @param isLeader whether it leads
 * @param currentTerm its term
 * @param lastLogIndex the index of its last log entry
 * @param lastApplied the last entry that it applied
 * @param snapshotLastLogIdOrNull the last entry in its snapshot
 * @param purgedOrNull the last entry that it purged
 * @param leaderOrNull the leader as {@code id=… raft=… grpc=…}
 * @param replication how far each node is, by node id; on the leader alone
 * @param voters the voters as {@code id=… raft=… grpc=…}
 * @param nonVoters the learners
 * @param lastSeq the last assigned sequence number
 * @param snapshotKeyCount the rows of its snapshot
 * @param logOrNull more about its log, when it says so
 */
public record ClusterInfo(
        long id,
        String binaryVersion,
        String dataVersion,
        String endpoint,
        long raftLogBytes,
        String state,
        boolean isLeader,
        long currentTerm,
        long lastLogIndex,
        String lastApplied,
        String snapshotLastLogIdOrNull,
        String purgedOrNull,
        String leaderOrNull,
        SortedMap<Long, String> replication,
        List<String> voters,
        List<String> nonVoters,
        long lastSeq,
        long snapshotKeyCount,
        Log logOrNull) {
    /**
     * A node's log on disk.
     *
     * @param cacheItems entries in memory
     * @param cacheUsedBytes what they take
     * @param walTotalBytes all chunks
     * @param walOpenChunkBytes the chunk that is written to
     * @param walOffset where it is written to
     * @param walClosedChunkCount full chunks
     * @param walClosedChunkTotalBytes what they take
     * @param walClosedChunkBytes each of them by name
     */
    public record Log(
            long cacheItems,
            long cacheUsedBytes,
            long walTotalBytes,
            long walOpenChunkBytes,
            long walOffset,
            long walClosedChunkCount,
            long walClosedChunkTotalBytes,
            SortedMap<String, Long> walClosedChunkBytes) {}
}
