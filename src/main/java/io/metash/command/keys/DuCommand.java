package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Segment;
import io.metash.session.Segments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code du}: sums up the sizes of keys and values by prefix. */
@Command(
        name = "du",
        description = {
            "Shows the number of keys below each prefix and the bytes of keys and values, largest first.",
            "",
            "Examples:",
            "  du",
            "  du --depth 2 --top 20 __fd_table",
            "  du @backup -o json"
        })
public final class DuCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "The prefix of the keys.")
    private String prefix = "";

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "Groups keys at this slash after the prefix; default: 1.")
    private int depth = 1;

    @Option(names = "--top", paramLabel = "N", description = "Shows at most N prefixes; default: 100.")
    private int top = 100;

    @Option(names = "--by", paramLabel = "ORDER", description = "bytes or keys.")
    private Order by = Order.BYTES;

    @Mixin
    private OutputOption output = new OutputOption();

    public DuCommand(CommandContext context) {
        this.context = context;
    }

    /** The sort order. */
    enum Order {
        BYTES,
        KEYS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private long keys;
    private long bytes;
    private long groups;

    @Override
    public Integer call() throws IOException {
        if (depth < 1 || top < 1) {
            throw Failure.of(ExitStatus.USAGE, "--depth and --top are 1 or more");
        }
        String directory = context.directory();
        Bytes start = Bytes.utf8(KeyPath.resolve(directory, prefix));
        Comparator<Segment> size = Comparator.comparingLong(by == Order.BYTES ? Segment::bytes : Segment::keys);
        // Equal sizes are ordered by key, for a deterministic list.
        Comparator<Segment> order = size.thenComparing(Segment::text, Comparator.reverseOrder());
        PriorityQueue<Segment> largest = new PriorityQueue<>(order);
        Segments.walk(context::scan, start, depth, segment -> {
            keys += segment.keys();
            bytes += segment.bytes();
            groups++;
            largest.add(new Segment(segment.text(), segment.keys(), segment.bytes(), segment.leaf(), null));
            if (largest.size() > top) {
                largest.remove();
            }
            return true;
        });
        List<Segment> shown = new ArrayList<>(largest);
        shown.sort(order.reversed());
        Listing list = output.open(
                context, Column.bytes("bytes"), Column.number("percent"), Column.number("keys"), Column.text("key"));
        for (Segment segment : shown) {
            list.row(
                    segment.bytes(),
                    percent(segment),
                    segment.keys(),
                    KeyPath.cell(context, directory, segment.text()));
        }
        long rest = groups - shown.size();
        return output.end(
                context,
                list,
                "total " + Units.count(keys, "key") + ", " + Units.bytes(bytes)
                        + (rest > 0 ? "; " + Units.count(rest, "line") + " more: raise --top" : ""));
    }

    private long percent(Segment segment) {
        long whole = keys;
        if (by == Order.BYTES) {
            whole = bytes;
        }
        long part;
        if (by == Order.BYTES) {
            part = segment.bytes();
        } else {
            part = segment.keys();
        }
        if (whole == 0) {
            return 0;
        }
        return Math.round(100.0 * part / whole);
    }
}
