package io.metash.raftdir;

import java.util.List;

/**
 * What went into a store that was built.
 *
 * @param records all records taken but the header
 * @param logEntries entries of the raft log that were given; those of a new cluster are not counted
 * @param nodes nodes given
 * @param expires rows of the expiry index
 * @param keys rows of users
 * @param snapshot whether the store has a snapshot
 * @param notes what a person should know, one sentence each
 */
public record ImportCounts(
        long records, long logEntries, long nodes, long expires, long keys, boolean snapshot, List<String> notes) {}
