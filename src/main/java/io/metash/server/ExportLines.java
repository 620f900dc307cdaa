package io.metash.server;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.raftdir.Snapshot;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.sort.OrderedMap;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole store as lines: Raft state, the current log and the newest snapshot, without a gap between the two
 * (meta-service-api §3.8).
 */
final class ExportLines implements Closeable {
    private static final int KEPT_BYTES = 1 << 20;

    private final StoreRows.View view;
    private final @Nullable Snapshot snapshot;
    private final OrderedMap.Cursor log;
    private final @Nullable RecordSource state;
    private final Deque<MetaRecord> head = new ArrayDeque<>();
    private final LineWriter writer = new LineWriter();
    private JsonOut out = new JsonOut(4096);
    private boolean logEnded;

    /** Creates the lines of a store; takes ownership of the view and the snapshot. */
    ExportLines(ServiceFacts facts, StoreRows.View view, @Nullable Snapshot snapshot) {
        this.view = view;
        this.snapshot = snapshot;
        head.addAll(List.of(
                MetaRecord.Header.V004,
                new MetaRecord.NodeId(facts.nodeId()),
                new MetaRecord.Voted(facts.vote()),
                new MetaRecord.Committed(facts.last()),
                new MetaRecord.Purged(facts.purged())));
        log = view.scan(new byte[] {FactRows.LOG}, new byte[] {FactRows.LOG + 1});
        if (snapshot == null) {
            state = null;
        } else {
            state = snapshot.records();
        }
    }

    /** Returns the next line without its end, or null. */
    byte @Nullable [] next() throws IOException {
        if (!head.isEmpty()) {
            return line(head.poll());
        }
        if (!logEnded) {
            if (log.next()) {
                return line(new MetaRecord.Log(FactRows.entry(log.value())));
            }
            logEnded = true;
        }
        MetaRecord record = null;
        if (state != null) {
            record = state.next();
        }
        if (record == null) {
            return null;
        }
        return line(record);
    }

    private byte[] line(MetaRecord record) {
        out.reset();
        writer.write(record, out);
        int length = out.length();
        while (length > 0 && out.array()[length - 1] == '\n') {
            length--;
        }
        byte[] line = Arrays.copyOf(out.array(), length);
        if (out.array().length > KEPT_BYTES) {
            out = new JsonOut(KEPT_BYTES);
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        try (view;
                snapshot;
                state) {
            log.close();
        }
    }
}
