package io.metash.command.script;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code try}: continues when a command fails. The shell removes the word before it runs the command; this class documents
 * it.
 */
@Command(
        name = "try",
        description = {
            "Runs a command that may fail without stopping the script. Its status is in $?.",
            "",
            "Examples:",
            "  try get __fd_no_such_key",
            "  try disconnect other; ls"
        })
public final class TryCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> words;

    @Override
    public Integer call() {
        throw Failure.of(ExitStatus.USAGE, "try must precede a command at the start of a line")
                .next("try get KEY");
    }
}
