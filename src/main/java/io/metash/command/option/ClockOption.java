package io.metash.command.option;

import io.metash.output.Io;
import picocli.CommandLine.Option;

/** Selects the clock for printed times; an argument group, since the options are mutually exclusive. */
final class ClockOption {
    @Option(names = "--utc", description = "Shows times in UTC, the default unless configured otherwise.")
    private boolean utc;

    @Option(names = "--local", description = "Shows times in the local time zone.")
    private boolean local;

    /** The streams with the selected clock. */
    Io on(Io io) {
        if (utc || local) {
            return io.with(io.display().withLocal(local));
        }
        return io;
    }
}
