package io.metash.command.cluster;

import io.metash.command.Advice;
import io.metash.command.CommandContext;
import io.metash.command.ProgressSteps;
import io.metash.rebuild.PreflightFinding;
import io.metash.record.ExitStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code init-cluster verify}: compares the directories with the plan, offline. */
@Command(
        name = "verify",
        description = {
            "Compares the directories with the plan, offline: every record is read, nothing is written.",
            "Ends with status 0 when all match the plan, 1 when one does not.",
            "",
            "Examples:",
            "  init-cluster verify three.plan.json",
            "  init-cluster verify three.plan.json --only 1"
        })
public final class ClusterVerifyCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private PlanArguments plan;

    public ClusterVerifyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<PreflightFinding> findings;
        try (ProgressSteps steps = new ProgressSteps(context)) {
            findings = plan.run(context).verify(steps.begin("verifying"), context.cancel());
        }
        new PlanScreen(context.io()).findings(findings, "NO");
        context.io().checkOut();
        for (PreflightFinding finding : findings) {
            if (finding.isBad()) {
                finding.nextFor(Advice.word(plan.file().toString()))
                        .ifPresent(next -> context.io().command("next: " + Advice.command(context, next)));
                if (finding.status() == ExitStatus.OK) {
                    return ExitStatus.NO.code();
                }
                return finding.status().code();
            }
        }
        return ExitStatus.OK.code();
    }
}
