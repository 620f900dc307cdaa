package io.metash.command;

import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.Shapes;
import io.metash.record.Status;
import io.metash.session.Segment;
import io.metash.session.Segments;
import io.metash.session.Session;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get}: one key. */
@Command(
        name = "get",
        description = {
            "Shows the value of a key: readable on a terminal, a line of JSON elsewhere.",
            "Values that may hold secrets are hidden unless asked for.",
            "",
            "Examples:",
            "  get __fd_database/default/shop",
            "  get --raw --show-secrets __fd_database_by_id/1"
        })
public final class GetCommand implements Callable<Integer> {
    private static final int HEX_LINE = 16;
    private static final int MOST_HEX_BYTES = 1024;

    private final Context context;

    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key;

    @Option(names = "--json", description = "A line of JSON, also on a terminal.")
    private boolean json;

    @Option(names = "--raw", description = "The bytes of the value and nothing else.")
    private boolean raw;

    @Option(names = "--show-secrets", description = "Shows values that may hold secrets.")
    private boolean showSecrets;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /** A get that sees this context. */
    public GetCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Session session = context.sessions().current();
        Bytes wanted = Bytes.utf8(key);
        SeqV value = session.get(wanted);
        if (value == null) {
            throw missing(session, wanted);
        }
        boolean hidden = !showSecrets && Secrets.hides(wanted);
        PrintStream out = context.io().out();
        if (raw) {
            if (hidden) {
                throw Failure.of(Status.REFUSED, "this value may hold secrets")
                        .at(key)
                        .next("get --raw --show-secrets KEY");
            }
            out.write(value.data().array(), 0, value.data().length());
        } else if (json || !context.io().outTerminal()) {
            out.println(hidden ? hiddenJson(value) : JsonText.toString(Shapes.SEQ_V, value));
        } else {
            show(wanted, value, hidden, out);
        }
        return Status.OK.code();
    }

    private static String hiddenJson(SeqV value) {
        String bare = JsonText.toString(Shapes.SEQ_V, new SeqV(value.seq(), value.meta(), Bytes.EMPTY));
        return bare.substring(0, bare.lastIndexOf("[]")) + "\"<redacted "
                + value.data().length() + " bytes>\"}";
    }

    private static Failure missing(Session session, Bytes wanted) throws IOException {
        Failure none =
                Failure.of(Status.NO, "there is no such key").at(Printable.text(wanted) + " in " + session.place());
        List<Segment> below = Segments.complete(session::scan, wanted, 3);
        return below.isEmpty()
                ? none
                : none.because("but keys start with it: "
                                + Printable.text(below.get(0).text()))
                        .next("ls " + Printable.text(wanted));
    }

    private void show(Bytes wanted, SeqV value, boolean hidden, PrintStream out) {
        out.println("key    " + Printable.text(wanted));
        out.println("seq    " + Long.toUnsignedString(value.seq()));
        KvMeta meta = value.meta();
        if (meta != null && meta.proposedAtMs() != null) {
            out.println("set    " + Units.moment(meta.proposedAtMs()));
        }
        if (meta != null && meta.expireAt() != null) {
            out.println("until  " + Units.moment(meta.expireAtMs()));
        }
        byte[] data = value.data().array();
        if (hidden) {
            out.println("value  <redacted " + data.length + " bytes>; --show-secrets shows them");
        } else if (Printable.isText(data)) {
            out.println("value  " + Printable.text(new String(data, StandardCharsets.UTF_8)));
        } else {
            out.println("value  " + Units.count(data.length, "byte"));
            hex(data, out);
        }
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
