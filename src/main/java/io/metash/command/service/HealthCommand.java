package io.metash.command.service;

import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code health}: checks whether a node is healthy. */
@Command(
        name = "health",
        description = {
            "Prints the health of a node as reported by its admin API; ends with status 1 when the node is not healthy.",
            "",
            "Examples:",
            "  health @live",
            "  health --admin-api-address 127.0.0.1:28002"
        })
public final class HealthCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private AdminOption admin = new AdminOption();

    public HealthCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String answer = admin.open(context).health();
        context.io().out().println(Printable.text(answer.strip()));
        if (answer.contains("\"pass\"")) {
            return ExitStatus.OK.code();
        }
        return ExitStatus.NO.code();
    }
}
