package io.metash.command.service;

import io.metash.command.Canvas;
import io.metash.command.CommandContext;
import io.metash.command.option.LiveOption;
import io.metash.command.option.ServiceHandle;
import io.metash.command.option.TimeArguments;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.output.TextWidth;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code top}: shows the live activity of a running service. */
@Command(
        name = "top",
        description = {
            "Monitors a running service: log, applied entries, snapshot, members and their log positions, keys. Only"
                    + " the leader knows the positions of other nodes.",
            "At the prompt the screen refreshes until q is pressed; elsewhere it prints one frame of text.",
            "",
            "Examples:",
            "  top @live --once",
            "  top --once --grpc-api-address 127.0.0.1:9191"
        })
public final class TopCommand implements Callable<Integer> {
    private static final int MIN_MS = 200;

    private final CommandContext context;

    @Mixin
    private LiveOption live = new LiveOption();

    @Option(names = "--once", description = "One frame of text, also at the prompt.")
    private boolean once;

    @Option(names = "--every", paramLabel = "DURATION", description = "The refresh interval; default: 1s.")
    private String every = "1s";

    public TopCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        long everyMs = TimeArguments.spanMs(every);
        if (everyMs < MIN_MS) {
            throw Failure.of(ExitStatus.USAGE, "--every " + every + " is too short")
                    .next("--every 1s");
        }
        try (ServiceHandle service = live.open(context)) {
            Sampler sampler = new Sampler(service, everyMs);
            if (once || !context.shell().hasCanvas()) {
                TopSample sample = sampler.ask();
                Io io = context.io();
                int columns = Integer.MAX_VALUE;
                if (io.outTerminal()) {
                    columns = io.width().getAsInt();
                }
                new TopView(columns, io.colored(), io.display())
                        .of(service.place(), sample, null, null)
                        .forEach(io.out()::println);
                return ExitStatus.OK.code();
            }
            // The first answer is awaited on the canvas, so that users can leave a silent server with q.
            sampler.start();
            try (Canvas canvas = context.shell().canvas()) {
                watch(service, sampler, canvas);
            } finally {
                sampler.end();
            }
        }
        return ExitStatus.OK.code();
    }

    private void watch(ServiceHandle service, Sampler sampler, Canvas canvas) throws IOException {
        Display display = context.io().display();
        long startNs = System.nanoTime();
        while (true) {
            // The last column stays empty: some terminals wrap there and lose the character.
            TopView view = new TopView(canvas.columns() - 1, context.io().colored(), display);
            List<String> lines;
            TopSample now = sampler.now();
            if (now == null) {
                lines = view.waiting(service.place(), (System.nanoTime() - startNs) / 1_000_000, sampler.error());
            } else {
                lines = view.of(service.place(), now, sampler.before(), sampler.error());
            }
            canvas.show(fitting(lines, canvas.columns() - 1, canvas.rows(), display));
            int key = canvas.key(MIN_MS);
            if (key == 'q' || key == 'Q' || context.cancel().requested()) {
                return;
            }
        }
    }

    /** Fits lines to the screen. The last row shows how to leave, and the number of rows below the screen. */
    private static List<String> fitting(List<String> lines, int columns, int rows, Display display) {
        List<String> shown = new ArrayList<>(lines.subList(0, Math.max(0, Math.min(lines.size(), rows - 1))));
        int left = lines.size() - shown.size();
        String mark = "... ";
        if (display.unicode()) {
            mark = "\u2026 ";
        }
        String last = "q leaves" + (left > 0 ? "  " + mark + Units.count(left, "line") + " more below" : "");
        shown.add(TextWidth.cut(last, columns, ""));
        return shown;
    }
}
