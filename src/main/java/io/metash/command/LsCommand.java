package io.metash.command;

import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.record.Status;
import io.metash.session.Segments;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ls}: keys by segment. */
@Command(
        name = "ls",
        description = {
            "Lists the keys that start with a prefix, grouped by the next slash, with the number of keys and the bytes of"
                    + " keys and values in each group.",
            "",
            "Examples:",
            "  ls",
            "  ls __fd_table/",
            "  ls -r --limit 20 __fd_database_by_id/",
            "  ls @backup -o json __fd_database"
        })
public final class LsCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "What the keys start with.")
    private String prefix = "";

    @Option(
            names = {"-r", "--recursive"},
            description = "Lists every key by itself.")
    private boolean recursive;

    @Option(names = "--limit", paramLabel = "N", description = "Lists so many at most.")
    private int limit = Integer.MAX_VALUE - 1;

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    private long keys;
    private long bytes;
    private boolean more;

    /** A list that sees this context. */
    public LsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw Failure.of(Status.USAGE, "--limit " + limit + " is below 1");
        }
        String folder = context.folder();
        Bytes start = Bytes.utf8(KeyPath.resolve(folder, prefix));
        Shown shown = new Shown(context);
        Listing list = output.open(context, Column.number("keys"), Column.bytes("bytes"), Column.text("key"));
        Segments.walk(context::scan, start, recursive ? Segments.EVERY_KEY : 1, segment -> {
            more = list.rows() == limit;
            if (more) {
                return false;
            }
            keys += segment.keys();
            bytes += segment.bytes();
            shown.add(segment.text());
            list.row(segment.keys(), segment.bytes(), KeyPath.cell(folder, segment.text()));
            return true;
        });
        shown.remember();
        return output.end(
                context,
                list,
                (recursive ? "" : Units.count(list.rows(), "line") + ", ") + Units.count(keys, "key") + ", "
                        + Units.bytes(bytes) + (more ? "; there are more: raise --limit" : ""));
    }
}
