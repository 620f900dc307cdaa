package io.metash.command.service;

import io.metash.client.WatchEvent;
import io.metash.command.CommandContext;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ValueOption;
import io.metash.output.Column;
import io.metash.output.KeyCell;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints the events of a watch: a line each for people, or rows. */
final class WatchPrinter implements WatchCommand.EventSink {
    private final CommandContext context;
    private final @Nullable Listing table;
    private final ValueOption values;
    private boolean marked;
    private long existing;
    private long changes;

    private WatchPrinter(CommandContext context, @Nullable Listing table, ValueOption values) {
        this.context = context;
        this.table = table;
        this.values = values;
    }

    static WatchPrinter of(CommandContext context, OutputOption output, ValueOption values) {
        OutputFormat format = output.format(context);
        // A JSON array is incomplete without its end, and a watch has none.
        OutputFormat shown = format;
        if (format == OutputFormat.JSON) {
            shown = OutputFormat.NDJSON;
        }
        Listing rows = null;
        if (shown != OutputFormat.TABLE) {
            rows = Listing.of(shown, context.io(), columns(values));
        }
        return new WatchPrinter(context, rows, values);
    }

    /** The columns of every command that prints values, with the event and the time between them. */
    private static List<Column> columns(ValueOption values) {
        List<Column> columns = new ArrayList<>(values.columns());
        columns.addAll(1, List.of(Column.text("event"), Column.time("at_ms"), Column.id("seq_before")));
        return columns;
    }

    @Override
    public void accept(WatchEvent event) throws IOException {
        Bytes key = event.key();
        if (key == null) {
            marked = true;
            context.io().err().println("end of the " + Units.count(existing, "existing key") + "; changes follow");
            return;
        }
        if (event.initial()) {
            existing++;
        } else {
            changes++;
        }
        String word;
        if (event.initial()) {
            word = "there";
        } else if (event.after() == null) {
            word = "deleted";
        } else if (event.before() == null) {
            word = "new";
        } else {
            word = "changed";
        }
        if (table == null) {
            line(word, key, event);
        } else {
            row(table, word, key, event);
        }
    }

    /**
     * The time at which the write was proposed; if the store does not say, the time at which the change was seen; none
     * for initial keys.
     */
    private static @Nullable Long time(WatchEvent event) {
        KvMeta meta = null;
        if (event.after() != null) {
            meta = event.after().meta();
        }
        Long proposed = null;
        if (meta != null) {
            proposed = meta.proposedAtMs();
        }
        if (proposed != null || event.initial()) {
            return proposed;
        }
        return System.currentTimeMillis();
    }

    private String timestamp(long ms) {
        return Units.timestamp(ms, context.io().display().local());
    }

    private void line(String word, Bytes key, WatchEvent event) {
        String head = String.format(Locale.ROOT, "%-7s  ", word);
        StringBuilder line = new StringBuilder();
        line.append(cell(key).typed());
        if (values.plainKeys()) {
            line.append("  (").append(Printable.text(ValueOption.plain(key))).append(')');
        }
        Long at = time(event);
        String when = "";
        if (at != null) {
            when = "  at " + timestamp(at);
        }
        if (event.after() == null) {
            line.append("  was seq ").append(seq(event.before())).append(when);
        } else {
            line.append("  seq ").append(seq(event.after())).append(when);
            KvMeta meta = event.after().meta();
            Long end = null;
            if (meta != null) {
                end = meta.expireAtMs();
            }
            if (end != null) {
                line.append("  until ").append(timestamp(end));
                // A service reports expired keys only on the next write.
                if (U64.compare(end, System.currentTimeMillis()) < 0) {
                    line.append(" (expired)");
                }
            }
            String value = values.cell(context, key, event.after()).toString();
            line.append("  ").append(Printable.text(value));
        }
        context.io().row(head, line.toString());
    }

    private KeyCell cell(Bytes key) {
        String shown = KeyPath.show(context.directory(), key.text());
        return new KeyCell(key, shown, !values.policy(context).hides());
    }

    private static String seq(@Nullable SeqV value) {
        if (value == null) {
            return "?";
        }
        return U64.text(value.seq());
    }

    private void row(Listing table, String word, Bytes key, WatchEvent event) throws IOException {
        Object keyCell = cell(key);
        List<@Nullable Object> cells = values.cells(context, key, keyCell, event.after());
        Object before = null;
        if (event.before() != null) {
            before = (Object) event.before().seq();
        }
        cells.addAll(1, Arrays.asList(word, time(event), before));
        table.add(cells);
    }

    @Override
    public void end() throws IOException {
        if (table != null) {
            table.finish();
        }
        context.io().out().flush();
        String seen = Units.count(changes, "change") + " seen";
        if (marked || existing > 0) {
            seen = Units.count(existing, "key") + " there, " + seen;
        }
        context.io().err().println(seen);
    }
}
