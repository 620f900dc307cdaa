package io.metash.command.completion;

import io.metash.command.CommandContext;
import io.metash.record.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}: prints a completion script for the system's shell. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes metash's commands in bash, zsh or fish.",
            "bash: source <(metash completion bash)",
            "zsh:  metash completion zsh > ~/.zfunc/_metash, with fpath+=~/.zfunc before compinit",
            "fish: metash completion fish > ~/.config/fish/completions/metash.fish",
            "",
            "Examples:",
            "  completion bash",
            "  completion zsh > _metash",
            "  completion fish > metash.fish"
        })
public final class CompletionCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private SystemShell shell;

    public CompletionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.io().out().print(shell.script());
        return ExitStatus.OK.code();
    }
}
