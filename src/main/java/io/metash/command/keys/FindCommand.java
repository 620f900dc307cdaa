package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ValueOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.session.KeyRange;
import io.metash.session.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code find}: finds keys by name, size and age. */
@Command(
        name = "find",
        description = {
            "Finds keys below a prefix by name, size or age; without options, all keys.",
            "In a GLOB, * matches anything but a slash, ** anything, ? one character, [ab] one of these.",
            "",
            "Examples:",
            "  find --name 'tbl_*' __fd_table/",
            "  find --larger 100K",
            "  find --expires -o csv /"
        })
public final class FindCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "The prefix of the keys.")
    private String prefix = "";

    @Option(names = "--name", paramLabel = "GLOB", description = "A pattern of the last part of the key.")
    private @Nullable String name;

    @Option(names = "--path", paramLabel = "GLOB", description = "A pattern of the whole key.")
    private @Nullable String path;

    @Option(names = "--larger", paramLabel = "SIZE", description = "Only values of at least this size: 500, 20K, 3M.")
    private String larger = "0";

    @Option(names = "--since", paramLabel = "SEQ", description = "Only keys written at this sequence number or later.")
    private String since = "0";

    @Option(names = "--expires", description = "Only keys that expire.")
    private boolean expires;

    @Option(names = "--limit", paramLabel = "N", description = "Lists at most N keys.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = {"-l", "--long"},
            description = "Shows the decoded value of each key.")
    private boolean longForm;

    @Mixin
    private ValueOption values = new ValueOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public FindCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        long minBytes = Units.parseBytes(larger);
        long minSeq = seq();
        Pattern nameLike = null;
        if (name != null) {
            nameLike = Glob.pattern(name);
        }
        Pattern pathLike = null;
        if (path != null) {
            pathLike = Glob.pattern(path);
        }
        String directory = context.directory();
        KeyRange range = KeyRange.ofPrefix(Bytes.utf8(KeyPath.resolve(directory, prefix)));
        RecentKeys shown = new RecentKeys(context);
        Listing list = output.open(context, columns());
        long bytes = 0;
        try (KvCursor keys = context.scan(range.from(), range.to())) {
            while (list.rows() < limit && keys.next()) {
                SeqV value = keys.value();
                Long expiry = null;
                if (value.meta() != null) {
                    expiry = value.meta().expireAtMs();
                }
                String key = keys.key().text();
                if (value.data().length() < minBytes
                        || U64.compare(value.seq(), minSeq) < 0
                        || (expires && expiry == null)
                        || (nameLike != null
                                && !nameLike.matcher(key.substring(key.lastIndexOf('/') + 1))
                                        .matches())
                        || (pathLike != null && !pathLike.matcher(key).matches())) {
                    continue;
                }
                bytes += Segment.bytes(keys.key(), value);
                shown.add(keys.key());
                list.add(cells(directory, keys.key(), value, expiry));
            }
        }
        shown.remember();
        return output.end(context, list, Units.count(list.rows(), "key") + ", " + Units.bytes(bytes));
    }

    private Column[] columns() {
        List<Column> columns = new ArrayList<>(
                List.of(Column.id("seq"), Column.bytes("bytes"), Column.time("expire_at_ms"), Column.text("key")));
        if (values.plainKeys()) {
            columns.add(Column.text("plain_key"));
        }
        if (longForm) {
            columns.add(Column.text("value"));
        }
        return columns.toArray(Column[]::new);
    }

    private List<@Nullable Object> cells(String directory, Bytes key, SeqV value, @Nullable Long expiry) {
        List<@Nullable Object> cells = new ArrayList<>(Arrays.<@Nullable Object>asList(
                value.seq(), (long) value.data().length(), expiry, KeyPath.cell(context, directory, key)));
        if (values.plainKeys()) {
            cells.add(ValueOption.plain(key));
        }
        if (longForm) {
            cells.add(values.cell(context, key, value));
        }
        return cells;
    }

    private long seq() {
        try {
            return U64.parse(since);
        } catch (NumberFormatException wrong) {
            throw Failure.of(ExitStatus.USAGE, "--since " + since + " is not a sequence number");
        }
    }
}
