package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.command.FastArguments;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ValueOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.SeqV;
import io.metash.session.EndpointSession;
import io.metash.session.Segment;
import io.metash.session.Segments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ls}: lists keys by segment. */
@Command(
        name = "ls",
        description = {
            "Lists the keys that start with a prefix, grouped by the next slash, with the number of keys and the bytes"
                    + " of keys and values in each group.",
            "At the prompt, ls does not read a very large prefix of a running service again: it shows"
                    + " an earlier result or the last snapshot, and says so. --fresh reads it, as scripts do.",
            "",
            "Examples:",
            "  ls",
            "  ls __fd_table/",
            "  ls -l __fd_database/test_tenant/",
            "  ls -r --limit 20 __fd_database_by_id/",
            "  ls @backup -o json __fd_database"
        })
public final class LsCommand implements Callable<Integer>, FastArguments.Command {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "The prefix of the keys.")
    private String prefix = "";

    @Option(
            names = {"-r", "--recursive"},
            description = "Lists every key by itself.")
    private boolean recursive;

    @Option(names = "--limit", paramLabel = "N", description = "Lists at most N keys.")
    private int limit = Integer.MAX_VALUE - 1;

    @Option(names = "--fresh", description = "Reads every key now, regardless of their number.")
    private boolean fresh;

    @Option(names = "--quick", description = "Allows older listings in a script, as at the prompt.")
    private boolean quick;

    @Option(
            names = {"-l", "--long"},
            description = "Shows the sequence number and the decoded value of each key.")
    private boolean longForm;

    @Mixin
    private ValueOption values = new ValueOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public LsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public FastArguments fastArguments() {
        return new FastArguments().words(1, words -> prefix = words.get(0));
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw Failure.of(ExitStatus.USAGE, "--limit " + limit + " is below 1");
        }
        String directory = context.directory();
        Bytes start = Bytes.utf8(KeyPath.resolve(directory, prefix));
        Printer printer = new Printer(directory);
        QuickKeys quickly = quickKeys();
        if (quickly == null || !quickly.walk(start, printer, limit)) {
            int level = 1;
            if (recursive) {
                level = Segments.EVERY_KEY;
            }
            Segments.walk(context::scan, start, level, printer);
        }
        printer.shown.remember();
        int status = output.end(context, printer.list, printer.summary());
        if (quickly != null) {
            quickly.notice();
        }
        return status;
    }

    /** Scripts must not see stale keys, so they opt in with --quick. */
    private @Nullable QuickKeys quickKeys() {
        boolean quickAllowed = !recursive && !fresh && (quick || context.interactive());
        if (quickAllowed && context.session() instanceof EndpointSession live) {
            return new QuickKeys(context, live);
        }
        return null;
    }

    private Column[] columns() {
        List<Column> columns =
                new ArrayList<>(List.of(Column.number("keys"), Column.bytes("bytes"), Column.text("key")));
        if (values.plainKeys()) {
            columns.add(Column.text("plain_key"));
        }
        if (longForm) {
            columns.addAll(List.of(Column.id("seq"), Column.text("value")));
        }
        return columns.toArray(Column[]::new);
    }

    private List<@Nullable Object> cells(String directory, Segment segment) throws IOException {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(segment.keys());
        cells.add(segment.bytes() == Segment.NOT_COUNTED ? null : (Object) segment.bytes());
        cells.add(KeyPath.cell(context, directory, segment.text()));
        if (values.plainKeys()) {
            cells.add(segment.leaf() ? ValueOption.plain(segment.text()) : null);
        }
        if (longForm) {
            SeqV value = null;
            if (segment.leaf()) {
                value = context.session().get(segment.text());
            }
            if (value == null) {
                cells.addAll(Collections.nCopies(2, null));
            } else {
                cells.add(value.seq());
                cells.add(values.cell(context, segment.text(), value));
            }
        }
        return cells;
    }

    /** Prints the segments and counts their keys. */
    private final class Printer implements Segments.Visitor {
        private final String directory;
        private final Listing list = output.open(context, columns());
        private final RecentKeys shown = new RecentKeys(context);
        private long keys;
        private long bytes;
        private boolean bytesKnown = true;
        private boolean more;

        Printer(String directory) {
            this.directory = directory;
        }

        @Override
        public boolean visit(Segment segment) throws IOException {
            more = list.rows() == limit;
            if (more) {
                return false;
            }
            keys += segment.keys();
            bytesKnown &= segment.bytes() != Segment.NOT_COUNTED;
            bytes += segment.bytes();
            shown.add(segment.text());
            list.add(cells(directory, segment));
            return true;
        }

        String summary() {
            String summary = "";
            if (!recursive) {
                summary = Units.count(list.rows(), "line") + ", ";
            }
            summary += Units.count(keys, "key");
            if (bytesKnown) {
                summary += ", " + Units.bytes(bytes);
            }
            if (more) {
                summary += "; there are more: raise --limit";
            }
            return summary;
        }
    }
}
