package io.metash.session;

import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import java.util.List;

/**
 * * What is remembered of an export file so that it need not be read again: its few single records, and where the many are.
 *
 * @param stamp what the file looked like
 * @param facts all records but log entries, expiry rows and keys, in file order
 * @param log the log entries
 * @param expires the expiry rows
 * @param kvs the keys
 * @param firstLog the first log entry, or null
 * @param lastLog the last log entry, or null
 * @param notes remarks for the user, one sentence each
 */
record FileIndex(
        FileStamp stamp,
        List<MetaRecord> facts,
        RowSection log,
        RowSection expires,
        RowSection kvs,
        LogId firstLog,
        LogId lastLog,
        List<String> notes) {}
