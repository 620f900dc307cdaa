package io.metash.session;

import io.metash.history.PastState;
import io.metash.history.StoreHistory;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Entry;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.state.ExpiryCursor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a store after an earlier entry: the log up to that entry, and the state after it. Closing leaves the
 * state open.
 */
final class PastExport implements RecordSource {
    private enum Part {
        HEAD,
        LOG,
        FACTS,
        EXPIRIES,
        KEYS,
        END
    }

    private final PastState state;
    private final Cancel cancel;
    private final Deque<MetaRecord> facts = new ArrayDeque<>();
    private final EntryCursor entries;
    private final ExpiryCursor expiries;
    private final KvCursor keys;
    private final String place;
    private Part part = Part.HEAD;
    private String position;

    PastExport(PastState state, StoreHistory history, StoreStatus.Raft raft, String place, Cancel cancel)
            throws IOException {
        this.state = state;
        this.cancel = cancel;
        this.place = place;
        this.position = place;
        this.entries = history.entries(history.first());
        this.expiries = state.rows().expiries();
        this.keys = state.rows().scan(Bytes.EMPTY, null);
        LogId before;
        if (history.first() > state.at().index()) {
            before = state.at();
        } else {
            before = history.purged();
        }
        facts.addAll(List.of(
                MetaRecord.Header.V004,
                new MetaRecord.NodeId(raft.nodeId()),
                new MetaRecord.Voted(raft.vote()),
                new MetaRecord.Committed(state.at()),
                new MetaRecord.Purged(before)));
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        cancel.check();
        while (part != Part.END) {
            MetaRecord record = ofPart();
            if (record != null) {
                return record;
            }
            part = Part.values()[part.ordinal() + 1];
            if (part == Part.FACTS) {
                facts.addAll(state.facts());
            }
        }
        return null;
    }

    private @Nullable MetaRecord ofPart() throws IOException {
        switch (part) {
            case HEAD, FACTS:
                return facts.poll();
            case LOG:
                Entry entry = entries.next();
                position = entries.position();
                if (entry != null && entry.logId().index() <= state.at().index()) {
                    return new MetaRecord.Log(entry);
                }
                return null;
            case EXPIRIES:
                position = place;
                if (expiries.next()) {
                    return new MetaRecord.Expire(expiries.timeMs(), expiries.seq(), 0, expiries.key());
                }
                return null;
            case KEYS:
                if (keys.next()) {
                    return new MetaRecord.Kv(keys.key(), keys.value());
                }
                return null;
            default:
                return null;
        }
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public long bytesRead() {
        return entries.bytesRead();
    }

    @Override
    public long bytesTotal() {
        return -1;
    }

    @Override
    public void close() throws IOException {
        entries.close();
        expiries.close();
        keys.close();
    }
}
