package io.metash.command.cluster;

import io.metash.command.CommandContext;
import io.metash.output.OutputFormat;
import io.metash.record.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init-cluster show}: shows a plan. */
@Command(
        name = "show",
        description = {
            "Shows a plan: the backup and its content, nodes and addresses before and after, and the changes to each"
                    + " directory. Changes nothing.",
            "",
            "Examples:",
            "  init-cluster show three.plan.json",
            "  init-cluster show three.plan.json -o json"
        })
public final class ClusterShowCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private PlanArguments plan;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, or json: the plan as it is.")
    private OutputFormat format = OutputFormat.TABLE;

    public ClusterShowCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        plan.plan();
        if (format == OutputFormat.TABLE) {
            new PlanScreen(context.io()).show(plan.plan(), plan.run(context));
        } else {
            context.io().out().print(new String(Files.readAllBytes(plan.file()), StandardCharsets.UTF_8));
        }
        context.io().checkOut();
        return ExitStatus.OK.code();
    }
}
