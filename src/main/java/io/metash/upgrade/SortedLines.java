package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Failure;
import io.metash.sort.ExternalSorter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Rows of one kind, sorted by key on disk. */
final class SortedLines implements Closeable {
    private final ExternalSorter sorter;
    private final ExternalSorter.SortedRows rows;
    private final LineKind kind;
    private final StepChain chain;
    private final String name;

    private SortedLines(
            ExternalSorter sorter, ExternalSorter.SortedRows rows, LineKind kind, StepChain chain, String name) {
        this.sorter = sorter;
        this.rows = rows;
        this.kind = kind;
        this.chain = chain;
        this.name = name;
    }

    /** Converts and sorts the rows of a kind. */
    static SortedLines of(NdjsonSource lines, LineKind kind, StepChain chain, Path scratch, String name)
            throws IOException {
        ExternalSorter sorter = new ExternalSorter(scratch);
        try (lines) {
            LineScanner scanner = new LineScanner();
            RowKey key = new RowKey();
            while (lines.nextLine()) {
                try {
                    byte[] text = lines.buffer();
                    int from = lines.lineFrom();
                    int to = lines.lineTo();
                    if (!isRow(kind, scanner, key, text, from, to)) {
                        continue;
                    }
                    byte[] lifted = chain.apply(text, from, to);
                    if (lifted != null) {
                        long stateMachine;
                        if (scanner.scan(text, from, to)) {
                            stateMachine = scanner.stateMachine();
                        } else {
                            stateMachine = StoreLine.parse(text, from, to).stateMachine();
                        }
                        sorter.add(chain.sortKey(stateMachine, key), lifted, lines.line());
                    }
                } catch (BadText bad) {
                    throw lines.failure(bad);
                }
            }
            return new SortedLines(sorter, sorter.sorted(), kind, chain, name);
        } catch (IOException | RuntimeException failed) {
            sorter.close();
            throw failed;
        }
    }

    /** Reads the key of a row; false for lines of other kinds. */
    static boolean isRow(LineKind kind, LineScanner scanner, RowKey key, byte[] text, int from, int to) {
        if (scanner.scan(text, from, to)) {
            if (scanner.kind() != kind) {
                return false;
            }
            if (key.read(kind, text, scanner.contentAt(), to)) {
                return true;
            }
        }
        StoreLine line = StoreLine.parse(text, from, to);
        if (line.kind() != kind) {
            return false;
        }
        key.read(line, from);
        return true;
    }

    /** Returns the next row, or null. */
    byte @Nullable [] next() throws IOException {
        try {
            if (rows.next()) {
                return rows.row();
            }
            return null;
        } catch (Failure twice) {
            throw Failure.of(twice.status(), "a row occurs twice: " + chain.rowName(kind, rows.key()))
                    .at(name + ", " + twice.where())
                    .because("a store has each row once")
                    .next("remove one of the two lines")
                    .causedBy(twice);
        }
    }

    /** The line of the current row in the text. */
    long line() {
        return rows.line();
    }

    @Override
    public void close() throws IOException {
        rows.close();
        sorter.close();
    }
}
