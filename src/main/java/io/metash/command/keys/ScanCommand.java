package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.KeyCell;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.session.KeyRange;
import io.metash.session.Segment;
import java.io.IOException;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scan}: keys with their values. */
@Command(
        name = "scan",
        description = {
            "Lists the keys that start with a prefix with their values and what belongs to them.",
            "In JSON and CSV a value is text or base64, as its encoding says; values that may hold secrets are hidden unless asked for.",
            "",
            "Examples:",
            "  scan __fd_database/",
            "  scan -o ndjson --show-secrets /"
        })
public final class ScanCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "What the keys start with.")
    private String prefix = "";

    @Option(names = "--limit", paramLabel = "N", description = "Lists so many at most.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--show-secrets", description = "Shows values that may hold secrets.")
    private boolean showSecrets;

    @Mixin
    private OutputOption output = new OutputOption();

    /** A scan that sees this context. */
    public ScanCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        boolean table = output.format(context) == OutputFormat.TABLE;
        String folder = context.folder();
        KeyRange range = KeyRange.ofPrefix(Bytes.utf8(KeyPath.resolve(folder, prefix)));
        RecentKeys shown = new RecentKeys(context);
        Listing list = table
                ? output.open(context, Column.number("seq"), Column.text("key"), Column.text("value"))
                : output.open(
                        context,
                        Column.text("key"),
                        Column.number("seq"),
                        Column.time("proposed_at_ms"),
                        Column.time("expire_at_ms"),
                        Column.number("bytes"),
                        Column.text("encoding"),
                        Column.text("value"));
        long bytes = 0;
        try (KvCursor keys = context.scan(range.from(), range.to())) {
            while (list.rows() < limit && keys.next()) {
                bytes += Segment.bytes(keys.key(), keys.value());
                shown.add(keys.key());
                KeyCell key = KeyPath.cell(folder, keys.key());
                if (table) {
                    list.row(keys.value().seq(), key, inTable(keys.key(), keys.value()));
                } else {
                    row(list, key, keys.value(), hides(key.key()), true);
                }
            }
        }
        shown.remember();
        return output.end(context, list, Units.count(list.rows(), "key") + ", " + Units.bytes(bytes));
    }

    private boolean hides(Bytes key) {
        return !showSecrets && SecretKeys.hides(key);
    }

    private String inTable(Bytes key, SeqV value) {
        int length = value.data().length();
        if (hides(key)) {
            return "<redacted " + length + " bytes>";
        }
        return Printable.isText(value.data().array()) ? value.data().text() : "<" + Units.count(length, "byte") + ">";
    }

    /** A row with a value, with or without a column for its size. */
    static void row(Listing list, KeyCell key, SeqV value, boolean hidden, boolean size) throws IOException {
        byte[] data = value.data().array();
        boolean text = Printable.isText(data);
        String encoding = hidden ? "hidden" : text ? "text" : "base64";
        String shown = text ? value.data().text() : Base64.getEncoder().encodeToString(data);
        KvMeta meta = value.meta();
        Long set = meta == null ? null : meta.proposedAtMs();
        Long expiry = meta == null ? null : meta.expireAtMs();
        String cell = hidden ? null : shown;
        if (size) {
            list.row(key, value.seq(), set, expiry, (long) data.length, encoding, cell);
        } else {
            list.row(key, value.seq(), set, expiry, encoding, cell);
        }
    }
}
