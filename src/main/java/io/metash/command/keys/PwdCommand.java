package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.output.CommandWord;
import io.metash.record.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pwd}: prints the current prefix. */
@Command(
        name = "pwd",
        description = {"Shows the current prefix of the keys.", "", "Examples:", "  pwd", "  pwd @backup"})
public final class PwdCommand implements Callable<Integer> {
    private final CommandContext context;

    public PwdCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.io().out().println(CommandWord.quote("/" + context.directory()));
        return ExitStatus.OK.code();
    }
}
