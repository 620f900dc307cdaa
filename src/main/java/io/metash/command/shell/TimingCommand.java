package io.metash.command.shell;

import io.metash.command.CommandContext;
import io.metash.command.option.OnOff;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code timing}: prints the duration and the reads of each command. */
@Command(
        name = "timing",
        description = {
            "Prints the duration of each command and the number of records and bytes it read, on stderr.",
            "",
            "Examples:",
            "  timing on",
            "  timing"
        })
public final class TimingCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "on|off",
            completionCandidates = OnOff.class,
            description = "Turns timing on or off; without it, shows the setting.")
    private @Nullable String mode;

    public TimingCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (mode == null) {
            context.io().out().println(context.timing() ? "on" : "off");
            return ExitStatus.OK.code();
        }
        if (!mode.equals("on") && !mode.equals("off")) {
            throw Failure.of(ExitStatus.USAGE, "timing takes on or off, not " + mode)
                    .next("timing on");
        }
        context.timing(mode.equals("on"));
        return ExitStatus.OK.code();
    }
}
