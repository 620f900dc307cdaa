package io.metash.command.history;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.ObjectChanges;
import io.metash.command.CommandContext;
import io.metash.command.ContextStore;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ValueOption;
import io.metash.history.Certainty;
import io.metash.history.KeyChange;
import io.metash.history.LogStep;
import io.metash.history.PastValue;
import io.metash.output.Column;
import io.metash.output.KeyCell;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats changes of log entries as rows: for people the changes in words, for programs the values as well. */
final class ChangeRows {
    /** The index of the sequence number among the cells of a value, after the key. */
    private static final int SEQ_COLUMN = 1;

    /** The kind of change of a key. */
    private enum Event {
        NEW,
        CHANGED,
        /** Written; the previous value is unknown. */
        WRITTEN,
        DELETED,
        EXPIRED,
        /** Written or deleted. */
        MAYBE
    }

    private final CommandContext context;
    private final ValueOption values;
    private final boolean table;
    private final CatalogReader reader;
    private final Listing list;

    ChangeRows(CommandContext context, OutputOption output, ValueOption values) {
        this.context = context;
        this.values = values;
        this.table = output.valueFormat(context) == OutputFormat.TABLE;
        this.reader = new CatalogReader(new ContextStore(context));
        this.list = output.open(context, columns().toArray(Column[]::new));
    }

    private List<Column> columns() {
        List<Column> entry =
                List.of(Column.id("index"), Column.time("at_ms"), Column.text("command"), Column.text("event"));
        if (table) {
            List<Column> columns = new ArrayList<>(entry);
            // No commas, so that the index can be pasted.
            columns.set(0, Column.text("index"));
            columns.add(Column.text("key"));
            if (values.plainKeys()) {
                columns.add(Column.text("plain_key"));
            }
            columns.add(Column.text("change"));
            return columns;
        }
        List<Column> columns = new ArrayList<>(values.columns());
        columns.addAll(1, entry);
        columns.addAll(5, List.of(Column.text("change"), Column.id("seq_before"), Column.text("value_before")));
        return columns;
    }

    Listing list() {
        return list;
    }

    /** Adds a row for an entry that changes no keys, if it has a description. */
    void entry(LogStep step) throws IOException {
        String words = words(step.entry());
        if (words.isEmpty() && !step.branch().isEmpty()) {
            if (step.branch().equals("refused")) {
                words = "nothing: its condition did not hold";
            } else {
                words = "nothing";
            }
        }
        if (table) {
            List<Object> row = new ArrayList<>(start(step, null));
            row.add("");
            if (values.plainKeys()) {
                row.add("");
            }
            row.add(words);
            list.add(row);
        } else {
            List<Object> row =
                    new ArrayList<>(Collections.nCopies(values.columns().size(), null));
            row.addAll(1, start(step, null));
            row.addAll(5, Arrays.asList(words, null, null));
            list.add(row);
        }
    }

    /** Adds a row for the change of a key. */
    void change(LogStep step, KeyChange change) throws IOException {
        Event event = event(change);
        KeyCell key = KeyPath.cell(context.directory(), change.key(), values.policy(context));
        String words = words(change, event);
        if (table) {
            List<Object> row = new ArrayList<>(start(step, event));
            row.add(key);
            if (values.plainKeys()) {
                row.add(ValueOption.plain(change.key()));
            }
            row.add(words);
            list.add(row);
            return;
        }
        SeqV before = change.before().value();
        SeqV after = change.after().value();
        List<@Nullable Object> row = values.cells(context, change.key(), key, after);
        if (after != null) {
            row.set(SEQ_COLUMN, knownSeq(after));
        }
        row.addAll(1, start(step, event));
        Object seqBefore = null;
        Object valueBefore = null;
        if (before != null) {
            seqBefore = knownSeq(before);
            valueBefore = values.cell(context, change.key(), before);
        }
        row.addAll(5, Arrays.asList(words, seqBefore, valueBefore));
        list.add(row);
    }

    private List<Object> start(LogStep step, @Nullable Event event) {
        Long timeMs = null;
        if (step.entry().payload() instanceof Entry.Normal normal) {
            timeMs = normal.timeMs();
        }
        String name = null;
        if (event != null) {
            name = event.name().toLowerCase(Locale.ROOT);
        }
        long index = step.entry().logId().index();
        return Arrays.asList(table ? U64.text(index) : (Object) index, timeMs, command(step), name);
    }

    private static Event event(KeyChange change) {
        PastValue after = change.after();
        if (change.cause() == KeyChange.Cause.EXPIRY) {
            return Event.EXPIRED;
        }
        if (change.cause() == KeyChange.Cause.OPEN) {
            return Event.MAYBE;
        }
        if (after.certainty() == Certainty.ABSENT) {
            return Event.DELETED;
        }
        if (!after.certainty().present()) {
            return Event.WRITTEN;
        }
        Certainty before = change.before().certainty();
        if (before.present()) {
            return Event.CHANGED;
        }
        if (before == Certainty.UNKNOWN) {
            return Event.WRITTEN;
        }
        return Event.NEW;
    }

    /** Describes a change in words: field by field if both values are known. */
    private String words(KeyChange change, Event event) throws IOException {
        SeqV before = change.before().value();
        SeqV after = change.after().value();
        return switch (event) {
            case CHANGED -> changed(change, before, after);
            case WRITTEN -> after == null ? "value unknown" : seq(after) + ", before unknown";
            case NEW -> seq(after);
            case DELETED, EXPIRED -> before == null ? "was unknown" : "was " + seq(before);
            case MAYBE -> "unknown whether it was written" + (after == null ? "" : "; then " + seq(after));
        };
    }

    private String changed(KeyChange change, @Nullable SeqV before, @Nullable SeqV after) throws IOException {
        if (before == null || after == null) {
            return seq(before) + " -> " + seq(after);
        }
        List<String> fields = ObjectChanges.between(reader, CatalogKey.parse(change.key()), before, after);
        String same = "no field";
        if (before.data().equals(after.data())) {
            same = "same value";
        }
        return seq(before) + " -> " + seq(after) + ": " + (fields.isEmpty() ? same : String.join("; ", fields));
    }

    /** The sequence number, or null if unknown. */
    private static @Nullable Long knownSeq(@Nullable SeqV value) {
        if (value == null || value.seq() == 0) {
            return null;
        }
        return (Long) value.seq();
    }

    private static String seq(@Nullable SeqV value) {
        Long known = knownSeq(value);
        if (known == null) {
            return "seq ?";
        }
        return "seq " + U64.text(known);
    }

    private static String command(LogStep step) {
        String transaction = "transaction " + step.branch();
        return step.entry().payload().match(blank -> "blank", members -> "membership", normal -> normal.cmd()
                .match(
                        add -> "add-node",
                        remove -> "remove-node",
                        feature -> "set-feature",
                        upsert -> upsert.value() instanceof Cmd.Delete ? "delete" : "upsert",
                        txn -> transaction,
                        txn -> transaction));
    }

    /** Describes an entry that writes no keys. */
    private static String words(Entry entry) {
        return entry.payload()
                .match(blank -> "", members -> members.membership().words(), normal -> normal.cmd()
                        .match(
                                add -> "node " + U64.text(add.nodeId()) + " is " + add.node(),
                                remove -> "node " + U64.text(remove.nodeId()),
                                feature -> feature.feature() + (feature.enable() ? " on" : " off"),
                                upsert -> "",
                                txn -> "",
                                txn -> ""));
    }
}
