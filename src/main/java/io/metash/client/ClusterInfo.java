package io.metash.client;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The status of a node and its cluster as reported by the node (meta-service-api §3.11). Numbers are u64; log ids are
 * texts, {@code T1-N0.42}.
 *
 * @param id the node's id
 * @param binaryVersion the version of its program
 * @param dataVersion the version of its data, such as {@code V004}
 * @param endpoint its Raft address, or empty
 * @param raftLogBytes the size of its log in bytes
 * @param state {@code Leader}, {@code Follower}, {@code Learner}, {@code Candidate} or {@code Shutdown}
 * @param isLeader whether it is the leader
 * @param currentTerm its term
 * @param lastLogIndex the index of its last log entry
 * @param lastApplied the last applied log id
 * @param snapshotLastLogId the last log id in its snapshot
 * @param purged the last purged log id
 * @param leader the leader as {@code id=… raft=… grpc=…}
 * @param replication the replicated log id by node id; on the leader only
 * @param voters the voters as {@code id=… raft=… grpc=…}
 * @param nonVoters the learners
 * @param lastSeq the last assigned sequence number
 * @param snapshotKeyCount the number of rows in its snapshot
 * @param log details of its log, if reported
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
        @Nullable String snapshotLastLogId,
        @Nullable String purged,
        @Nullable String leader,
        SortedMap<Long, String> replication,
        List<String> voters,
        List<String> nonVoters,
        long lastSeq,
        long snapshotKeyCount,
        @Nullable Log log) {
    /**
     * A node's log on disk.
     *
     * @param cacheItems the number of cached entries
     * @param cacheUsedBytes the size of cached entries
     * @param walTotalBytes the size of all chunks
     * @param walOpenChunkBytes the size of the open chunk
     * @param walOffset the write offset
     * @param walClosedChunkCount the number of closed chunks
     * @param walClosedChunkTotalBytes the size of closed chunks
     * @param walClosedChunkBytes the size of each closed chunk by name
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
