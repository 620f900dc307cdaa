package io.metash.redact;

import io.metash.catalog.Substitutes;
import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineReader;
import io.metash.ndjson.LineWriter;
import io.metash.ndjson.ReadNotes;
import io.metash.record.ForwardingSource;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.sort.ExternalSorter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The redacted records of a store. Pseudonyms sort differently from names, so the keys are sorted again on disk, into export
 * order.
 */
public final class RedactedSource extends ForwardingSource {
    private final Path scratch;
    private final RecordRedaction redaction;
    private final RedactionTally tally = new RedactionTally();
    private final LineReader reader = new LineReader(new ReadNotes());
    private final LineWriter writer = new LineWriter();
    private final JsonOut line = new JsonOut(4096);
    private @Nullable ExternalSorter sorter;
    private ExternalSorter.@Nullable SortedRows sorted;
    private long rows;

    /**
     * Redacts a source; closing this closes the source.
     *
     * @param scratch a directory for the keys while they are sorted
     */
    public RedactedSource(RecordSource source, Substitutes substitutes, Path scratch) {
        super(source);
        this.scratch = scratch;
        this.redaction = new RecordRedaction(substitutes, tally);
    }

    /** The counts of removed items so far. */
    public RedactionTally tally() {
        return tally;
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        while (sorted == null) {
            MetaRecord record = super.next();
            if (record == null) {
                if (sorter == null) {
                    sorted = null;
                } else {
                    sorted = sorter.sorted();
                }
                break;
            }
            MetaRecord redacted = redaction.rewrite(record);
            if (!(redacted instanceof MetaRecord.Kv kv)) {
                return redacted;
            }
            sort(kv);
        }
        if (sorted == null || !sorted.next()) {
            return null;
        }
        byte[] row = sorted.row();
        return reader.read(row, 0, row.length);
    }

    private void sort(MetaRecord.Kv kv) throws IOException {
        if (sorter == null) {
            sorter = new ExternalSorter(scratch);
        }
        line.reset();
        writer.write(kv, line);
        sorter.add(kv.key().array(), Arrays.copyOf(line.array(), line.length()), ++rows);
    }

    @Override
    public void close() throws IOException {
        try {
            if (sorted != null) {
                sorted.close();
            }
            if (sorter != null) {
                sorter.close();
            }
        } finally {
            super.close();
        }
    }
}
