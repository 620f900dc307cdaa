package io.metash.command.service;

import io.metash.client.Watch;
import io.metash.client.WatchEvent;
import io.metash.command.CommandContext;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.LiveOption;
import io.metash.command.option.MetactlText;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ServiceHandle;
import io.metash.command.option.TimeArguments;
import io.metash.command.option.ValueOption;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watch}: prints changes of keys as they happen. */
@Command(
        name = "watch",
        description = {
            "Watches the keys of a running service that start with a prefix: prints the existing keys, then every"
                    + " change, until Ctrl-C. An expired key is reported with the next write.",
            "With --prefix it watches a directory of keys and prints lines as metactl does.",
            "",
            "Examples:",
            "  watch @live --count 1 __fd_database/",
            "  watch @live --for 1s -o ndjson __fd_table",
            "  watch --grpc-api-address 127.0.0.1:9191 --prefix __fd_database --for 1s"
        })
public final class WatchCommand implements Callable<Integer> {
    /** The maximum duration, practically unlimited. */
    private static final long MAX_MS = Long.MAX_VALUE / 2 / 1_000_000;

    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "The prefix of the keys.")
    private String prefix = "";

    @Option(names = "--prefix", paramLabel = "DIR", description = "The directory of keys to watch, as with metactl.")
    private @Nullable String directory;

    @Option(names = "--no-initial", description = "Omits the keys that exist at the start.")
    private boolean noInitial;

    @Option(names = "--count", paramLabel = "N", description = "Ends after N keys and changes.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--for", paramLabel = "DURATION", description = "Ends after this time: 30s, 15m.")
    private @Nullable String span;

    @Mixin
    private ValueOption values = new ValueOption();

    @Mixin
    private LiveOption live = new LiveOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public WatchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (directory == null && live.asMetactl(context) && prefix.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "watch: the directory of keys is missing")
                    .next("metash watch --prefix DIR");
        }
        WatchRange range;
        if (directory != null) {
            range = WatchRange.ofDirectory(directory);
        } else {
            range = WatchRange.ofPrefix(
                    live.asMetactl(context) ? prefix : KeyPath.resolve(context.directory(), prefix));
        }
        EventSink sink;
        if (directory != null) {
            sink = new MetactlEvents(context);
        } else {
            sink = WatchPrinter.of(context, output, values);
        }
        long spanMs = Math.min(MAX_MS, span == null ? MAX_MS : TimeArguments.spanMs(span));
        try (ServiceHandle service = live.open(context);
                Watch watch = service.client().watch(range.from(), range.to(), !noInitial)) {
            return follow(watch, sink, System.nanoTime() + spanMs * 1_000_000);
        }
    }

    private int follow(Watch watch, EventSink sink, long endNs) throws IOException {
        long seen = 0;
        try {
            while (seen < count) {
                WatchEvent event = watch.nextBy(endNs);
                if (event == null) {
                    if (watch.ended()) {
                        throw Failure.of(ExitStatus.UNREACHABLE, "the service ended the watch")
                                .next("watch again; it starts with the keys that exist then");
                    }
                    break;
                }
                if (event.key() != null) {
                    seen++;
                }
                sink.accept(event);
                context.io().checkOut();
                context.io().out().flush();
            }
        } catch (Failure failed) {
            if (failed.status() != ExitStatus.INTERRUPTED) {
                throw failed;
            }
            sink.end();
            return ExitStatus.INTERRUPTED.code();
        }
        sink.end();
        return ExitStatus.OK.code();
    }

    /** Receives the events of a watch. */
    interface EventSink {
        void accept(WatchEvent event) throws IOException;

        void end() throws IOException;
    }

    /** Prints events as metactl does. */
    private record MetactlEvents(CommandContext context) implements EventSink {
        @Override
        public void accept(WatchEvent event) {
            MetactlText.print(MetactlText.event(event), context);
        }

        @Override
        public void end() {
            // There is nothing to finish.
        }
    }
}
