package io.metash.raftdir;

import java.util.List;

/**
 * The content of a newly built store.
 *
 * @param records all records accepted except the header
 * @param logEntries entries copied to the Raft log, without those added for a new cluster
 * @param nodes node records
 * @param expires rows of the expiry index
 * @param keys keys written by users
 * @param snapshot whether the store has a snapshot
 * @param notes remarks for the user, one sentence each
 */
public record ImportCounts(
        long records, long logEntries, long nodes, long expires, long keys, boolean snapshot, List<String> notes) {}
