package io.metash.command.service;

import io.metash.client.WatchEvent;
import io.metash.command.CommandContext;
import io.metash.command.keys.KeyPath;
import io.metash.command.keys.SecretKeys;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.KeyCell;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Shows what a watch sees: a line for people, or rows. */
final class WatchPrinter implements WatchCommand.Told {
    private final CommandContext context;
    private final Listing rowsOrNull;
    private final boolean showSecrets;
    private boolean marked;
    private long there;
    private long changes;

    private WatchPrinter(CommandContext context, Listing rowsOrNull, boolean showSecrets) {
        this.context = context;
        this.rowsOrNull = rowsOrNull;
        this.showSecrets = showSecrets;
    }

    static WatchPrinter of(CommandContext context, OutputOption output, boolean showSecrets) {
        OutputFormat format = output.format(context);
        // An array is not whole before its end, and a watch has none.
        OutputFormat shown = format == OutputFormat.JSON ? OutputFormat.NDJSON : format;
        Listing rows = shown == OutputFormat.TABLE
                ? null
                : Listing.of(
                        shown,
                        context.io(),
                        List.of(
                                Column.text("key"),
                                Column.text("event"),
                                Column.number("seq_before"),
                                Column.number("seq"),
                                Column.time("expire_at_ms"),
                                Column.text("encoding"),
                                Column.text("value")));
        return new WatchPrinter(context, rows, showSecrets);
    }

    @Override
    public void take(WatchEvent event) throws IOException {
        if (event.keyOrNull() == null) {
            marked = true;
            context.io().err().println("that is what is there, " + Units.count(there, "key") + "; now what changes");
            return;
        }
        there += event.initial() ? 1 : 0;
        changes += event.initial() ? 0 : 1;
        String word = event.initial()
                ? "there"
                : event.after() == null ? "deleted" : event.before() == null ? "new" : "changed";
        boolean hidden = !showSecrets && SecretKeys.hides(event.keyOrNull());
        if (rowsOrNull == null) {
            line(word, event, hidden);
        } else {
            row(word, event, hidden);
        }
    }

    private void line(String word, WatchEvent event, boolean hidden) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-7s  ", word));
        line.append(
                Printable.text(KeyPath.show(context.folder(), event.keyOrNull().text())));
        if (event.after() == null) {
            line.append("  was seq ").append(seq(event.before()));
        } else {
            line.append("  seq ").append(seq(event.after()));
            KvMeta meta = event.after().meta();
            if (meta != null && meta.expireAt() != null) {
                long end = meta.expireAtMs();
                line.append("  until ")
                        .append(Units.moment(end, context.io().display().local()));
                // A service tells of keys that have expired as long as nothing else was written.
                line.append(Long.compareUnsigned(end, System.currentTimeMillis()) < 0 ? " (expired)" : "");
            }
            line.append("  ").append(value(event.after(), hidden));
        }
        context.io().out().println(line);
    }

    private static String seq(SeqV value) {
        return value == null ? "?" : Long.toUnsignedString(value.seq());
    }

    private static String value(SeqV value, boolean hidden) {
        byte[] data = value.data().array();
        if (hidden) {
            return "<redacted " + data.length + " bytes>";
        }
        return Printable.isText(data)
                ? Printable.text(value.data().text())
                : "<" + Units.count(data.length, "byte") + ">";
    }

    private void row(String word, WatchEvent event, boolean hidden) throws IOException {
        SeqV after = event.after();
        Bytes data = after == null ? null : after.data();
        boolean text = data != null && Printable.isText(data.array());
        KvMeta meta = after == null ? null : after.meta();
        rowsOrNull.row(
                new KeyCell(event.keyOrNull(), event.keyOrNull().text()),
                word,
                event.before() == null ? null : (Object) event.before().seq(),
                after == null ? null : (Object) after.seq(),
                meta == null ? null : meta.expireAtMs(),
                data == null ? null : hidden ? "hidden" : text ? "text" : "base64",
                data == null || hidden
                        ? null
                        : text ? data.text() : Base64.getEncoder().encodeToString(data.array()));
    }

    @Override
    public void end() throws IOException {
        if (rowsOrNull != null) {
            rowsOrNull.finish();
        }
        context.io().out().flush();
        context.io()
                .err()
                .println((marked || there > 0 ? Units.count(there, "key") + " there, " : "")
                        + Units.count(changes, "change") + " seen");
    }
}
