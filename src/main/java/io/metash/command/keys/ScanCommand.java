package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ValueOption;
import io.metash.output.Column;
import io.metash.output.KeyCell;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.session.KeyRange;
import io.metash.session.Segment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scan}: prints keys with their values. */
@Command(
        name = "scan",
        description = {
            "Lists the keys that start with a prefix with their values and metadata.",
            "Values are decoded to JSON according to their keys; those of unknown keys are text or base64, as the"
                    + " encoding column shows. Secrets are hidden by default.",
            "",
            "Examples:",
            "  scan __fd_database/",
            "  scan -o ndjson __fd_table_by_id/",
            "  scan --plain-keys --limit 20 /"
        })
public final class ScanCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "The prefix of the keys.")
    private String prefix = "";

    @Option(names = "--limit", paramLabel = "N", description = "Lists at most N keys.")
    private long limit = Long.MAX_VALUE;

    @Mixin
    private ValueOption values = new ValueOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public ScanCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        boolean table = output.valueFormat(context) == OutputFormat.TABLE;
        String directory = context.directory();
        KeyRange range = KeyRange.ofPrefix(Bytes.utf8(KeyPath.resolve(directory, prefix)));
        RecentKeys shown = new RecentKeys(context);
        List<Column> columns;
        if (table) {
            columns = values.tableColumns();
        } else {
            columns = values.columns();
        }
        Listing list = output.open(context, columns.toArray(Column[]::new));
        long bytes = 0;
        boolean more;
        try (KvCursor keys = context.scan(range.from(), range.to())) {
            while (list.rows() < limit && keys.next()) {
                bytes += Segment.bytes(keys.key(), keys.value());
                shown.add(keys.key());
                KeyCell key = KeyPath.cell(directory, keys.key(), values.policy(context));
                if (table) {
                    list.add(values.tableCells(context, keys.key(), key, keys.value()));
                } else {
                    list.add(values.cells(context, keys.key(), key, keys.value()));
                }
            }
            more = list.rows() == limit && keys.next();
        }
        shown.remember();
        String counts = Units.count(list.rows(), "key") + ", " + Units.bytes(bytes);
        return output.end(context, list, counts + (more ? "; there are more: raise --limit" : ""));
    }
}
