package io.metash.session;

import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Index of an export file, which avoids reading the file again: its single records, and the positions of its rows.
 *
 * @param stamp the identity of the file
 * @param facts all records except log entries, expiry rows and keys, in file order
 * @param log the log entries
 * @param expires the expiry rows
 * @param kvs the keys
 * @param firstLog the first log entry, or null
 * @param lastLog the last log entry, or null
 * @param notes notes for the user, one sentence each
 */
record FileIndex(
        FileStamp stamp,
        List<MetaRecord> facts,
        RowSection log,
        RowSection expires,
        RowSection kvs,
        @Nullable LogId firstLog,
        @Nullable LogId lastLog,
        List<String> notes) {}
