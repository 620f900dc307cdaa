package io.metash.session;

import io.metash.history.StatePoint;
import io.metash.history.StoreHistory;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Combines the history of a store with that of an older backup. */
final class JoinedHistory implements StoreHistory {
    private final StoreHistory older;
    private final StoreHistory own;
    private final long joint;

    private JoinedHistory(StoreHistory older, StoreHistory own) throws IOException {
        this.older = older;
        this.own = own;
        this.joint = own.first();
    }

    /**
     * Combines two histories.
     *
     * @param place the backup's name in messages
     */
    static JoinedHistory of(StoreHistory older, StoreHistory own, String place) throws IOException {
        if (older.last() + 1 < own.first()) {
            throw Failure.of(ExitStatus.INCOMPLETE, "the backup does not reach the log of this store")
                    .at(place)
                    .because((older.last() < 0
                                    ? "The backup has no entries"
                                    : "The backup ends at entry " + older.last())
                            + ", the log begins at entry " + own.first() + ".")
                    .next("name a backup that was made later");
        }
        check(older, own, place);
        return new JoinedHistory(older, own);
    }

    /** Checks that entries and snapshots in both histories are equal. */
    private static void check(StoreHistory older, StoreHistory own, String place) throws IOException {
        List<LogId> snapshots = new ArrayList<>();
        for (StatePoint point : older.points()) {
            snapshots.add(point.at());
        }
        try (EntryCursor newer = own.entries(own.first());
                EntryCursor theirs = older.entries(own.first())) {
            Entry other = theirs.next();
            for (Entry entry = newer.next(); entry != null; entry = newer.next()) {
                LogId id = entry.logId();
                while (other != null && other.logId().index() < id.index()) {
                    other = theirs.next();
                }
                boolean applied = id.index() <= older.last();
                boolean sameEntry =
                        other == null || other.logId().index() != id.index() || !applied || other.equals(entry);
                boolean sameSnapshot =
                        snapshots.stream().allMatch(at -> at == null || at.index() != id.index() || at.equals(id));
                if (!sameEntry || !sameSnapshot) {
                    throw Failure.of(ExitStatus.DAMAGED, "the backup is from another store")
                            .at(place)
                            .because("Entry " + id + " is different there.")
                            .next("name a backup of this store");
                }
            }
        }
    }

    @Override
    public List<StatePoint> points() throws IOException {
        List<StatePoint> points = new ArrayList<>(older.points());
        points.addAll(own.points());
        points.sort(Comparator.comparingLong(StatePoint::next));
        return points;
    }

    @Override
    public long first() throws IOException {
        return Math.min(older.first(), joint);
    }

    @Override
    public long last() throws IOException {
        return own.last();
    }

    @Override
    public @Nullable LogId purged() throws IOException {
        if (older.first() < joint) {
            return older.purged();
        }
        return own.purged();
    }

    @Override
    public EntryCursor entries(long fromIndex) throws IOException {
        if (fromIndex >= joint) {
            return own.entries(fromIndex);
        }
        return new JointCursor(older.entries(fromIndex));
    }

    /** Concatenates the older entries with the store's own. */
    private final class JointCursor implements EntryCursor {
        private EntryCursor now;
        private boolean joined;

        JointCursor(EntryCursor first) {
            now = first;
        }

        @Override
        public @Nullable Entry next() throws IOException {
            Entry entry = now.next();
            if (!joined && (entry == null || entry.logId().index() >= joint)) {
                now.close();
                now = own.entries(joint);
                joined = true;
                entry = now.next();
            }
            return entry;
        }

        @Override
        public String position() {
            return now.position();
        }

        @Override
        public long bytesRead() {
            return now.bytesRead();
        }

        @Override
        public void close() throws IOException {
            now.close();
        }
    }
}
