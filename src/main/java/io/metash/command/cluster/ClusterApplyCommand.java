package io.metash.command.cluster;

import io.metash.command.CommandContext;
import io.metash.command.Confirmation;
import io.metash.command.ProgressSteps;
import io.metash.command.option.ConnectionOptions;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.StrictOption;
import io.metash.files.FileLock;
import io.metash.output.Io;
import io.metash.output.Style;
import io.metash.rebuild.NodeState;
import io.metash.rebuild.PlanRun;
import io.metash.rebuild.PreflightFinding;
import io.metash.record.ExitStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init-cluster apply}: applies a plan. */
@Command(
        name = "apply",
        description = {
            "Applies a plan: builds the store of every node, compares it, and swaps it in.",
            "Replaced stores are kept. After an interruption, 'resume' completes it and 'rollback' undoes it. Nodes on"
                    + " several hosts: the same plan and the same backup on each, with --only ID.",
            "",
            "Examples:",
            "  init-cluster apply three.plan.json --dry-run",
            "  init-cluster apply three.plan.json --yes-i-mean '1 node'"
        })
public final class ClusterApplyCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private PlanArguments plan;

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private StrictOption strict;

    @Option(
            names = "--yes-i-mean",
            paramLabel = "THING",
            description = "The confirmation, as typed at a terminal: '3 nodes', or with --only 'node 2'.")
    private @Nullable String yes;

    @Option(names = "--ports-in-use", description = "Continues although a node's address is in use.")
    private boolean portsInUse;

    @Mixin
    private ConnectionOptions service = new ConnectionOptions();

    public ClusterApplyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        FileLock.prepare();
        PlanRun run = plan.run(context);
        if (strict.given()) {
            refuseLoss(run);
        }
        if (!dryRun.given()) {
            Confirmation.check(context, plan.confirmation(), yes, null);
        }
        Io io;
        if (dryRun.given()) {
            io = context.io();
        } else {
            io = context.io().with(context.io().err(), context.io().err());
        }
        PlanScreen screen = new PlanScreen(io);
        screen.show(plan.plan(), run);
        io.out().println();
        io.out().println(Style.HEAD.on("Preflight checks", io.colored()));
        PlanWork work = new PlanWork(context, plan.plan(), plan.file(), plan.only(), run);
        List<PreflightFinding> findings = work.preflight(screen, !portsInUse);
        io.out().println();
        io.out().flush();
        PlanScreen.refuseBad(findings, "the plan cannot be applied now; nothing was changed");
        if (dryRun.given()) {
            context.io().err().println("dry run: nothing was done");
            return ExitStatus.OK.code();
        }
        if (run.states().values().stream().allMatch(state -> state == NodeState.NEW)) {
            context.io().err().println("every node already has the store of this plan; nothing was changed");
            return ExitStatus.OK.code();
        }
        Confirmation.require(context, plan.confirmation(), yes, null);
        int status = work.apply();
        // An answer given in advance needs no question.
        if (yes == null) {
            return work.offerToWait(service.access(context, null, null).client());
        }
        return status;
    }

    private void refuseLoss(PlanRun run) throws IOException {
        try (ProgressSteps steps = new ProgressSteps(context)) {
            run.refuseLoss(steps.begin("reading the backup"), context.cancel());
        }
    }
}
