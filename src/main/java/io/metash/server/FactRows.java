package io.metash.server;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineReader;
import io.metash.ndjson.LineWriter;
import io.metash.ndjson.ReadNotes;
import io.metash.raftdir.wal.EntryBytes;
import io.metash.record.Entry;
import io.metash.record.MetaRecord;
import io.metash.record.StoreFacts;
import io.metash.record.StoredMembership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes facts and log entries as rows: {@code m} for facts as export lines, {@code f} for features, {@code w} for
 * the sizes of the log, {@code l} with an index for an entry as its Append record. Keys and expiry rows use {@code k}
 * and {@code e}.
 */
final class FactRows {
    static final byte LOG = 'l';
    private static final byte LINE = '[';
    private static final byte[] FACTS = {'m'};
    private static final byte[] FEATURES = {'f'};
    private static final byte[] NUMBERS = {'w'};

    private final LineWriter writer = new LineWriter();
    private final JsonOut out = new JsonOut(4096);

    static byte[] logRow(long index) {
        return ByteBuffer.allocate(9).put(LOG).putLong(index).array();
    }

    /** Decodes the entry of a row: an Append record, or a line written by services before 2026-11-29. */
    static Entry entry(byte[] row) {
        if (row[0] != LINE) {
            return new EntryBytes().read(row);
        }
        MetaRecord record = new LineReader(new ReadNotes()).read(row, 0, row.length);
        if (record instanceof MetaRecord.Log log) {
            return log.entry();
        }
        throw new IllegalArgumentException("a row of the log holds no log entry");
    }

    /** Writes the facts that changed. */
    void write(ServiceFacts facts, StoreRows rows) throws IOException {
        out.reset();
        for (MetaRecord fact : List.of(
                new MetaRecord.NodeId(facts.nodeId()),
                new MetaRecord.Voted(facts.vote()),
                new MetaRecord.Purged(facts.purged()),
                new MetaRecord.Sequences("generic-kv", facts.sequence()),
                new MetaRecord.Committed(facts.last()),
                new MetaRecord.LastMembership(facts.membership()))) {
            add(fact);
        }
        facts.nodes().forEach((id, node) -> add(new MetaRecord.Nodes(id, node)));
        rows.put(FACTS, Arrays.copyOf(out.array(), out.length()));
        rows.put(FEATURES, ("\n" + String.join("\n", facts.features())).getBytes(StandardCharsets.UTF_8));
        rows.put(
                NUMBERS,
                ByteBuffer.allocate(24)
                        .putLong(facts.firstIndex())
                        .putLong(facts.walBytes())
                        .putLong(facts.cacheBytes())
                        .array());
    }

    private void add(MetaRecord fact) {
        int before = out.length();
        writer.write(fact, out);
        if (out.length() == before || out.array()[out.length() - 1] != '\n') {
            out.put('\n');
        }
    }

    /** Reads the facts of the last commit, or null when there is none. */
    static @Nullable ServiceFacts read(StoreRows rows) throws IOException {
        byte[] text = rows.get(FACTS);
        if (text == null) {
            return null;
        }
        LineReader reader = new LineReader(new ReadNotes());
        StoreFacts facts = new StoreFacts();
        int from = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                MetaRecord fact = reader.read(text, from, i);
                if (fact != null) {
                    fact.visit(facts);
                }
                from = i + 1;
            }
        }
        String features = new String(rows.get(FEATURES), StandardCharsets.UTF_8).substring(1);
        ByteBuffer numbers = ByteBuffer.wrap(rows.get(NUMBERS));
        StoredMembership membership;
        if (facts.membership() == null) {
            membership = StoredMembership.none();
        } else {
            membership = facts.membership();
        }
        long nodeId = number(facts.nodeId());
        long sequence = number(facts.sequence());
        List<String> enabled = features.isEmpty() ? List.of() : List.of(features.split("\n"));
        return new ServiceFacts(
                nodeId,
                facts.vote(),
                facts.purged(),
                numbers.getLong(0),
                facts.committed(),
                sequence,
                membership,
                facts.nodes(),
                enabled,
                numbers.getLong(8),
                numbers.getLong(16));
    }

    private static long number(@Nullable Long number) {
        if (number == null) {
            return 0;
        }
        return number;
    }
}
