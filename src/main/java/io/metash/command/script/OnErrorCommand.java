package io.metash.command.script;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code on-error}: sets the action of a script on failure. The shell handles the command itself; this class documents
 * it.
 */
@Command(
        name = "on-error",
        description = {
            "Sets what a script does when a command fails: stop (the default), continue, or run a command and then"
                    + " stop. The exit status is that of the failed command; with continue, that of the first one.",
            "",
            "Examples:",
            "  on-error continue",
            "  on-error status",
            "  on-error stop"
        })
public final class OnErrorCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "stop, continue, or a command and its arguments.")
    private List<String> words;

    @Override
    public Integer call() {
        throw Failure.of(ExitStatus.USAGE, "on-error is for scripts").next("CMD || CMD");
    }
}
