package io.metash.upgrade;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineReader;
import io.metash.ndjson.LineWriter;
import io.metash.ndjson.ReadNotes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.Pieces;
import io.metash.sort.ExternalSorter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Completes the expiry rows of a store: adds one for each expiring key without a row. Programs before v0.8.87 wrote
 * no such rows, and later ones did not add them (legacy-versions §8, risk 8); a server removes a key when its row is
 * due.
 */
final class CompletedExpiries implements LiftedPart {
    private final Optional<LiftedPart> stored;
    private final ExternalSorter sorter;
    private final ExternalSorter.SortedRows due;
    private final LineReader reader = new LineReader(new ReadNotes());
    private final LiftReport report;
    private final String name;
    private MetaRecord.@Nullable Expire nextStored;
    private MetaRecord.@Nullable Expire nextDue;
    private long line;

    private CompletedExpiries(Optional<LiftedPart> stored, ExternalSorter sorter, LiftReport report, String name)
            throws IOException {
        this.stored = stored;
        this.sorter = sorter;
        this.due = sorter.sorted();
        this.report = report;
        this.name = name;
        this.nextStored = stored();
        this.nextDue = due();
    }

    /** Reads all keys and takes ownership of the stored rows. */
    static CompletedExpiries of(
            LiftedPart keys, Optional<LiftedPart> stored, Path scratch, LiftReport report, String name)
            throws IOException {
        ExternalSorter sorter = new ExternalSorter(scratch);
        try (keys) {
            LineWriter writer = new LineWriter();
            for (MetaRecord record = keys.next(); record != null; record = keys.next()) {
                MetaRecord.Kv kv = (MetaRecord.Kv) record;
                if (kv.value().meta() == null || kv.value().meta().expireAtMs() == null) {
                    continue;
                }
                long seq = kv.value().seq();
                MetaRecord.Expire row = new MetaRecord.Expire(kv.value().meta().expireAtMs(), seq, seq, kv.key());
                JsonOut text = new JsonOut(128);
                writer.write(row, text);
                sorter.add(key(row), Arrays.copyOf(text.array(), text.length()), keys.line());
            }
            return new CompletedExpiries(stored, sorter, report, name);
        } catch (IOException | RuntimeException failed) {
            sorter.close();
            throw failed;
        }
    }

    private static byte[] key(MetaRecord.Expire row) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(row.timeMs())
                .putLong(row.seq())
                .array();
    }

    private MetaRecord.@Nullable Expire stored() throws IOException {
        if (stored.isPresent()) {
            return (MetaRecord.Expire) stored.get().next();
        }
        return null;
    }

    private MetaRecord.@Nullable Expire due() throws IOException {
        try {
            if (!due.next()) {
                return null;
            }
        } catch (Failure twice) {
            throw Failure.of(ExitStatus.DAMAGED, "two keys that expire have the same time and sequence number")
                    .at(name + ", " + twice.where())
                    .because("a sequence number is assigned only once")
                    .next("run the export again")
                    .causedBy(twice);
        }
        byte[] text = due.row();
        return (MetaRecord.Expire) reader.read(text, 0, text.length);
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        int order = order();
        MetaRecord.Expire row = nextDue;
        if (order <= 0) {
            row = nextStored;
        }
        if (row == null) {
            return null;
        }
        if (order <= 0) {
            line = stored.orElseThrow().line();
        } else {
            line = 0;
        }
        if (order > 0) {
            report.added("Expire", 1);
        }
        if (order <= 0) {
            nextStored = stored();
        }
        if (order >= 0) {
            nextDue = due();
        }
        return row;
    }

    /** Compares the next rows: below 0 for the stored one, above 0 for the computed one, 0 when they are equal. */
    private int order() {
        if (nextStored == null || nextDue == null) {
            if (nextStored == null) {
                return 1;
            }
            return -1;
        }
        return Arrays.compareUnsigned(key(nextStored), key(nextDue));
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String position() {
        if (line == 0) {
            return name;
        }
        return name + ":" + line;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public @Nullable Pieces pieces() {
        return null;
    }

    @Override
    public void close() throws IOException {
        due.close();
        sorter.close();
        if (stored.isPresent()) {
            stored.get().close();
        }
    }
}
