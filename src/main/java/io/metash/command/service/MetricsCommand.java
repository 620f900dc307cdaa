package io.metash.command.service;

import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code metrics}: prints the metrics of a node. */
@Command(
        name = "metrics",
        description = {
            "Prints the metrics of a node in Prometheus text format; with TEXT, only the lines that contain it.",
            "",
            "Examples:",
            "  metrics @live is_leader",
            "  metrics --admin-api-address 127.0.0.1:28002"
        })
public final class MetricsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Prints only lines with this text.")
    private @Nullable String text;

    public MetricsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String metrics = admin.open(context).metrics();
        if (text == null && !context.io().outTerminal()) {
            context.io().out().println(metrics);
            return ExitStatus.OK.code();
        }
        List<String> lines = metrics.lines()
                .filter(line -> text == null || !line.startsWith("#") && line.contains(text))
                .toList();
        lines.forEach(line -> context.io().out().println(Printable.text(line)));
        if (lines.isEmpty()) {
            context.io().out().flush();
            context.io().err().println("0 records");
        }
        return ExitStatus.OK.code();
    }
}
