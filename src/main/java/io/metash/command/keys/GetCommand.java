package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.command.option.LiveOption;
import io.metash.command.option.ServiceHandle;
import io.metash.ndjson.JsonText;
import io.metash.output.Column;
import io.metash.output.KeyCell;
import io.metash.output.LabelledLines;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.Shapes;
import io.metash.session.Segment;
import io.metash.session.Segments;
import io.metash.session.Session;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get}: one key. */
@Command(
        name = "get",
        description = {
            "Shows the value of a key: readable on a terminal, a line of JSON elsewhere. -o names another form.",
            "Values that may hold secrets are hidden unless asked for.",
            "With --key it prints what metactl prints: the JSON of the value as it is, or null.",
            "",
            "Examples:",
            "  get __fd_database/test_tenant/default",
            "  get --raw --show-secrets __fd_database_by_id/1",
            "  get @backup -o table __fd_id_gen/table_id"
        })
public final class GetCommand implements Callable<Integer> {
    private static final int LABELS = 7;
    private static final int HEX_LINE = 16;
    private static final int MOST_HEX_BYTES = 1024;

    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "KEY", description = "The key.")
    private String key;

    @Option(names = "--key", paramLabel = "KEY", description = "The key, as with metactl.")
    private String metactlKey;

    @Mixin
    private LiveOption live = new LiveOption();

    @ArgGroup
    private Form form = new Form();

    /** The forms; one of them at a time. */
    static final class Form {
        @Option(names = "--json", description = "A line of JSON, also on a terminal.")
        private boolean json;

        @Option(names = "--raw", description = "The bytes of the value and nothing else.")
        private boolean raw;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FORMAT",
                description = "table, json, ndjson, csv, or raw: the bytes of the value and nothing else.")
        private OutputFormat output;
    }

    @Option(names = "--show-secrets", description = "Shows values that may hold secrets.")
    private boolean showSecrets;

    /** A get that sees this context. */
    public GetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if ((key == null) == (metactlKey == null)) {
            throw Failure.of(ExitStatus.USAGE, "get takes one key").next("get KEY");
        }
        if (metactlKey != null || live.asMetactl(context)) {
            return asMetactl(Bytes.utf8(metactlKey == null ? key : metactlKey));
        }
        Session session = context.session();
        Bytes wanted = Bytes.utf8(KeyPath.resolve(context.folder(), key));
        SeqV value = session.get(wanted);
        if (value == null) {
            throw missing(session, wanted);
        }
        context.meter().add(Segment.bytes(wanted, value));
        boolean hidden = !showSecrets && SecretKeys.hides(wanted);
        PrintStream out = context.io().out();
        OutputFormat shown = form();
        switch (shown) {
            case RAW -> raw(value, hidden, out);
            case TABLE -> show(wanted, value, hidden, out);
            case CSV -> csv(wanted, value, hidden);
            default -> out.println(hidden ? hiddenJson(value) : JsonText.toString(Shapes.SEQ_V, value));
        }
        return ExitStatus.OK.code();
    }

    private int asMetactl(Bytes wanted) throws IOException {
        SeqV value;
        if (live.asMetactl(context)) {
            try (ServiceHandle service = live.open(context)) {
                value = service.client().get(wanted);
            }
        } else {
            value = context.session().get(wanted);
        }
        context.io().out().println(value == null ? "null" : JsonText.toString(Shapes.SEQ_V, value));
        return ExitStatus.OK.code();
    }

    private OutputFormat form() {
        if (form.output != null) {
            return form.output;
        }
        return form.raw
                ? OutputFormat.RAW
                : form.json || !context.io().outTerminal() ? OutputFormat.JSON : OutputFormat.TABLE;
    }

    private void raw(SeqV value, boolean hidden, PrintStream out) {
        if (hidden) {
            throw Failure.of(ExitStatus.REFUSED, "this value may hold secrets")
                    .at(key)
                    .next("get --raw --show-secrets KEY");
        }
        byte[] data = value.data().array();
        if (context.io().outTerminal() && !Printable.isText(data)) {
            throw Failure.of(ExitStatus.REFUSED, "these bytes could garble the terminal")
                    .at(key)
                    .next("get KEY, or export it to a file: metash -c 'connect PLACE; get --raw KEY' > FILE");
        }
        out.write(data, 0, data.length);
    }

    private void csv(Bytes wanted, SeqV value, boolean hidden) throws IOException {
        Listing list = Listing.of(
                OutputFormat.CSV,
                context.io(),
                List.of(
                        Column.text("key"),
                        Column.number("seq"),
                        Column.time("proposed_at_ms"),
                        Column.time("expire_at_ms"),
                        Column.text("encoding"),
                        Column.text("value")));
        ScanCommand.row(list, new KeyCell(wanted, key), value, hidden, false);
        list.finish();
    }

    private static String hiddenJson(SeqV value) {
        String bare = JsonText.toString(Shapes.SEQ_V, new SeqV(value.seq(), value.meta(), Bytes.EMPTY));
        return bare.substring(0, bare.lastIndexOf("[]")) + "\"<redacted "
                + value.data().length() + " bytes>\"}";
    }

    private Failure missing(Session session, Bytes wanted) throws IOException {
        Failure none =
                Failure.of(ExitStatus.NO, "there is no such key").at(Printable.text(wanted) + " in " + session.place());
        if (!session.losses().isEmpty()) {
            none = none.because("This is what is sound of a damaged store: the key may be among what is lost.");
        }
        List<Segment> below = Segments.complete(session::scan, wanted, 1);
        if (below.isEmpty()) {
            List<String> near = KeyHints.near(session, wanted).stream()
                    .map(found -> KeyPath.showLike(key, context.folder(), found))
                    .toList();
            return near.isEmpty() ? none : none.next("did you mean " + String.join(" or ", near) + "?");
        }
        return none.because(
                        "but keys start with it: " + Printable.text(below.get(0).text()))
                .next("ls " + Printable.text(wanted));
    }

    private void show(Bytes wanted, SeqV value, boolean hidden, PrintStream out) {
        LabelledLines sheet = new LabelledLines(context.io(), LABELS);
        sheet.line("key", wanted.text());
        sheet.line("seq", Long.toUnsignedString(value.seq()));
        KvMeta meta = value.meta();
        if (meta != null && meta.proposedAtMs() != null) {
            sheet.line("set", moment(meta.proposedAtMs()));
        }
        if (meta != null && meta.expireAt() != null) {
            sheet.line("until", moment(meta.expireAtMs()));
        }
        byte[] data = value.data().array();
        if (hidden) {
            sheet.line("value", "<redacted " + data.length + " bytes>; --show-secrets shows them");
        } else if (Printable.isText(data)) {
            sheet.line("value", new String(data, StandardCharsets.UTF_8));
        } else {
            sheet.line("value", Units.count(data.length, "byte"));
            hex(data, out);
        }
    }

    private String moment(long timeMs) {
        return Units.moment(timeMs, context.io().display().local()) + " ("
                + Units.age(timeMs, System.currentTimeMillis()) + ")";
    }

    private static void hex(byte[] data, PrintStream out) {
        int shown = Math.min(data.length, MOST_HEX_BYTES);
        for (int at = 0; at < shown; at += HEX_LINE) {
            StringBuilder hex = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = at; i < Math.min(at + HEX_LINE, shown); i++) {
                int b = data[i] & 0xFF;
                hex.append(String.format(Locale.ROOT, "%02x ", b));
                text.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
            }
            out.println(String.format(Locale.ROOT, "  %06x  %-48s  %s", at, hex, text));
        }
        if (shown < data.length) {
            out.println("  ... " + Units.count(data.length - shown, "byte") + " more; --raw gives them all");
        }
    }
}
