package io.metash.command.cluster;

import io.metash.command.CommandContext;
import io.metash.command.option.ConnectionOptions;
import io.metash.command.option.DryRunOption;
import io.metash.files.FileLock;
import io.metash.output.Io;
import io.metash.output.Printable;
import io.metash.rebuild.NodeState;
import io.metash.rebuild.PlanRun;
import io.metash.rebuild.PreflightFinding;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init-cluster resume}: completes an interrupted apply. */
@Command(
        name = "resume",
        description = {
            "Completes an interrupted apply. Does not ask for confirmation again.",
            "",
            "Examples:",
            "  init-cluster resume three.plan.json",
            "  init-cluster resume three.plan.json --only 1"
        })
public final class ClusterResumeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private PlanArguments plan;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Option(names = "--ports-in-use", description = "Continues although a node's address is in use.")
    private boolean portsInUse;

    @Mixin
    private ConnectionOptions service = new ConnectionOptions();

    public ClusterResumeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        FileLock.prepare();
        PlanRun run = plan.run(context);
        if (!run.hasStarted()) {
            throw Failure.of(ExitStatus.REFUSED, "nothing to resume: this plan has not changed a directory")
                    .at(plan.file().toString())
                    .next(plan.command(context, "apply"));
        }
        Io io = context.io().with(context.io().err(), context.io().err());
        PlanWork work = new PlanWork(context, plan.plan(), plan.file(), plan.only(), run);
        List<PreflightFinding> findings = work.preflight(new PlanScreen(io), !portsInUse);
        if (dryRun.given()) {
            run.states().forEach((node, state) -> context.io()
                    .out()
                    .println("node " + node.idText() + ": "
                            + (state == NodeState.OLD
                                    ? "gets its store in " + Printable.text(node.storeDirectory())
                                    : "already has its store")));
            context.io().err().println("dry run: nothing was done");
            return ExitStatus.OK.code();
        }
        PlanScreen.refuseBad(findings, "the plan cannot be completed now; nothing was changed");
        work.apply();
        return work.offerToWait(service.access(context, null, null).client());
    }
}
