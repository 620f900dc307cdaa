package io.metash.raftdir;

import io.metash.raftdir.rotbl.Row;
import io.metash.raftdir.rotbl.RowCursor;
import io.metash.raftdir.rotbl.TableReader;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.RecordSource;
import io.metash.record.RegularFile;
import io.metash.record.SeqV;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot, opened read-only (raft-dir-v004 §3, §4). Reads its index and {@link SysData} at opening, its rows on
 * demand. Not thread-safe.
 */
public final class Snapshot implements Closeable {
    private final Path file;
    private final SnapshotId id;
    private final TableReader table;
    private final SysData sysData;
    private final long sizeBytes;
    private long expireCount = -1;

    private Snapshot(Path file, SnapshotId id, SeekableByteChannel channel) throws IOException {
        this.file = file;
        this.id = id;
        this.sizeBytes = channel.size();
        this.table = TableReader.open(channel, file.toString());
        this.sysData = SysData.parse(table.userData(), file + " (user data)");
    }

    private Snapshot(Snapshot damaged, TableReader table) {
        this.file = damaged.file;
        this.id = damaged.id;
        this.sizeBytes = damaged.sizeBytes;
        this.table = table;
        this.sysData = damaged.sysData;
    }

    /** Opens a snapshot file read-only. */
    public static Snapshot open(Path file, SnapshotId id) throws IOException {
        SeekableByteChannel channel = RegularFile.openChannel(file);
        try {
            return new Snapshot(file, id, channel);
        } catch (IOException | RuntimeException unreadable) {
            channel.close();
            throw unreadable;
        }
    }

    /** The id in its file name. */
    public SnapshotId id() {
        return id;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** The size of its file in bytes. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The data that is not in rows. */
    public SysData sysData() {
        return sysData;
    }

    /** The value of a user's key, or null. Ignores expiry. */
    public @Nullable SeqV get(Bytes key) throws IOException {
        Row row = table.get(RowKeys.user(key)).orElse(null);
        if (row == null || row.tombstone()) {
            return null;
        }
        return RowRecords.user(row.key(), row.seq(), Objects.requireNonNull(row.value()), file);
    }

    /** Users' keys of a range, ascending; null for no upper bound. */
    public KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) {
        byte[] to;
        if (toExclusive == null) {
            to = RowKeys.after(RowKeys.USER.array());
        } else {
            to = RowKeys.user(toExclusive);
        }
        return new UserRows(table.scan(RowKeys.user(fromInclusive), to));
    }

    /** All records in export order (raft-dir-v004 §5.3): sequence, applied, membership, nodes, expiry, keys. */
    public RecordSource records() {
        return new SnapshotRecords(this, table.scan(null, null), true);
    }

    /** The expiry index, by time, then sequence number. */
    public RecordSource expires() {
        byte[] from = RowKeys.EXPIRE.array();
        return new SnapshotRecords(this, table.scan(from, RowKeys.after(from)), false);
    }

    /** The number of users' keys. */
    public long keyCount() throws IOException {
        return table.stat().keyNum() - expireCount();
    }

    /** The number of rows in the expiry index. */
    public long expireCount() throws IOException {
        if (expireCount < 0) {
            if (countsHold()) {
                expireCount = sysData.keyCounts().getOrDefault("exp-", 0L);
            } else {
                expireCount = countExpires();
            }
        }
        return expireCount;
    }

    /** Reads every block and verifies every checksum. */
    public void verify() throws IOException {
        table.verify();
    }

    /**
     * The snapshot without unreadable blocks, which are reported to {@code losses}. Close either this one or the
     * result.
     */
    Snapshot withoutDamage(Consumer<String> losses) throws IOException {
        return new Snapshot(this, table.withoutDamage(losses));
    }

    /** Whether the server's row counts add up to the number of rows; otherwise they are ignored. */
    private boolean countsHold() {
        NavigableMap<String, Long> counts = sysData.keyCounts();
        return !counts.isEmpty()
                && counts.values().stream().mapToLong(Long::longValue).sum()
                        == table.stat().keyNum();
    }

    private long countExpires() throws IOException {
        long count = 0;
        try (RecordSource expires = expires()) {
            while (expires.next() != null) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        table.close();
    }

    private final class UserRows implements KvCursor {
        private final RowCursor rows;

        UserRows(RowCursor rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() throws IOException {
            boolean more = rows.next();
            while (more && rows.tombstone()) {
                more = rows.next();
            }
            return more;
        }

        @Override
        public Bytes key() {
            return RowKeys.userKey(rows.key());
        }

        @Override
        public SeqV value() {
            return RowRecords.user(rows.key(), rows.seq(), Objects.requireNonNull(rows.value()), file);
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
