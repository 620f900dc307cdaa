package io.metash.command;

import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.record.Status;
import io.metash.session.Segment;
import io.metash.session.Segments;
import io.metash.session.Session;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ls}: keys by segment. */
@Command(
        name = "ls",
        description = {
            "Lists the keys that start with a prefix, grouped by the next slash, each group with its number of keys.",
            "",
            "Examples:",
            "  ls",
            "  ls __fd_table/",
            "  ls -r --limit 20 __fd_database_by_id/"
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

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /** A list that sees this context. */
    public LsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw Failure.of(Status.USAGE, "--limit " + limit + " is below 1");
        }
        Session session = context.sessions().current();
        PrintStream out = context.io().out();
        if (recursive) {
            return listKeys(session, out);
        }
        List<Segment> all = Segments.list(session::scan, Bytes.utf8(prefix), false, limit + 1);
        boolean more = all.size() > limit;
        List<Segment> shown = more ? all.subList(0, limit) : all;
        long keys = shown.stream().mapToLong(Segment::keys).sum();
        int width = Units.number(shown.stream().mapToLong(Segment::keys).max().orElse(0))
                .length();
        for (Segment segment : shown) {
            String count = segment.leaf() ? "" : Units.number(segment.keys());
            out.println(String.format(Locale.ROOT, "%" + width + "s  ", count) + Printable.text(segment.text()));
        }
        summary(Units.count(shown.size(), "line") + ", " + Units.count(keys, "key"), more);
        return status(shown.isEmpty());
    }

    private int listKeys(Session session, PrintStream out) throws IOException {
        Bytes start = Bytes.utf8(prefix);
        long shown = 0;
        boolean more = false;
        try (var keys = session.scan(start, null)) {
            while (keys.next() && keys.key().startsWith(start)) {
                context.cancel().check();
                more = shown == limit;
                if (more) {
                    break;
                }
                out.println(Printable.text(keys.key()));
                shown++;
            }
        }
        summary(Units.count(shown, "key"), more);
        return status(shown == 0);
    }

    private void summary(String counts, boolean more) {
        context.io().out().flush();
        context.io().err().println(counts + (more ? "; there are more: raise --limit" : ""));
    }

    /** No key below a prefix that was asked for is an answer of no; an empty store is none. */
    private int status(boolean nothing) {
        return nothing && !prefix.isEmpty() ? Status.NO.code() : Status.OK.code();
    }
}
