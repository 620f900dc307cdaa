package io.metash.command.cluster;

import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.SessionNotes;
import io.metash.command.option.DryRunOption;
import io.metash.command.transfer.RollbackCommand;
import io.metash.files.Disk;
import io.metash.files.FileLock;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.rebuild.NodeState;
import io.metash.rebuild.PlannedNode;
import io.metash.rebuild.Rollback;
import io.metash.record.ExitStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code init-cluster rollback}: undoes an apply. */
@Command(
        name = "rollback",
        description = {
            "Undoes a plan: restores the previous store of every directory. The nodes must be stopped.",
            "The stores of the plan are kept in DIR.metash-undone-TIME.",
            "",
            "Examples:",
            "  init-cluster rollback three.plan.json",
            "  init-cluster rollback three.plan.json --only 1"
        })
public final class ClusterRollbackCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private PlanArguments plan;

    @Mixin
    private DryRunOption dryRun;

    public ClusterRollbackCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        FileLock.prepare();
        PrintStream err = context.io().err();
        if (dryRun.given()) {
            for (Map.Entry<PlannedNode, NodeState> node :
                    plan.run(context).states().entrySet()) {
                preview(node.getKey(), node.getValue());
            }
            err.println("dry run: nothing was done");
            return ExitStatus.OK.code();
        }
        List<Rollback.Report> reports =
                plan.run(context).rollback(newer -> err.println("note: " + Printable.text(newer)));
        for (Rollback.Report report : reports) {
            SessionNotes.print(err, report.notes());
            err.println(Printable.path(report.raftDir()) + " " + RollbackCommand.current(report.before(), "plan"));
            err.println("  the store of the plan is kept in " + Printable.path(report.undone()));
            Audit.record(
                    context,
                    "init-cluster rollback",
                    report.raftDir().toString(),
                    Map.of("plan", plan.plan().id(), "undone", String.valueOf(report.undone())));
        }
        err.println(
                reports.isEmpty()
                        ? "nothing to undo: every directory is unchanged"
                        : "undone: " + Units.count(reports.size(), "node"));
        return ExitStatus.OK.code();
    }

    private void preview(PlannedNode node, NodeState state) throws IOException {
        PrintStream out = context.io().out();
        out.println("node " + node.idText() + ": " + node.directory() + " "
                + (state == NodeState.OLD ? "is not changed" : "gets its previous store back"));
        if (state == NodeState.NEW) {
            new Rollback(Path.of(node.directory()), Disk.real())
                    .newer()
                    .ifPresent(newer -> out.println("note: " + Printable.text(newer)));
        }
    }
}
