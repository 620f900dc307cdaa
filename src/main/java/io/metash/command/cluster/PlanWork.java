package io.metash.command.cluster;

import io.metash.client.ClientOptions;
import io.metash.command.Advice;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.ProgressSteps;
import io.metash.command.Prompter;
import io.metash.output.Printable;
import io.metash.output.TextWrap;
import io.metash.rebuild.ClusterCheck;
import io.metash.rebuild.ImportReport;
import io.metash.rebuild.InitCluster;
import io.metash.rebuild.NodeState;
import io.metash.rebuild.NodeTarget;
import io.metash.rebuild.PlanRun;
import io.metash.rebuild.PlannedNode;
import io.metash.rebuild.PreflightFinding;
import io.metash.rebuild.RebuildPlan;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.record.U64;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applies a plan and prints its progress and result, even after an interruption. */
final class PlanWork implements InitCluster.Steps {
    private final CommandContext context;
    private final PrintStream err;
    private final RebuildPlan plan;
    private final Path file;
    private final @Nullable Long only;
    private final PlanRun run;
    private final ProgressSteps steps;
    private String connection = "";

    /**
     * Creates the work on a plan.
     *
     * @param only the id of the only node, or null for all nodes
     */
    PlanWork(CommandContext context, RebuildPlan plan, Path file, @Nullable Long only, PlanRun run) {
        this.context = context;
        this.err = context.io().err();
        this.plan = plan;
        this.file = file;
        this.only = only;
        this.run = run;
        this.steps = new ProgressSteps(context);
    }

    /** Sets the connection options used in the printed commands. */
    PlanWork reachedBy(String options) {
        connection = options;
        return this;
    }

    private void say(String text) {
        TextWrap.lines(text, context.io().width().getAsInt()).forEach(err::println);
    }

    private String command(String subcommand) {
        String command = "init-cluster " + subcommand + " " + Advice.word(file.toString());
        if (only != null) {
            command += " --only " + U64.text(only);
        }
        return Advice.command(context, command);
    }

    /** Runs the preflight checks; fails if one of them fails. */
    List<PreflightFinding> preflight(PlanScreen screen, boolean ports) throws IOException {
        List<PreflightFinding> findings;
        try {
            findings = run.preflight(ports, steps.begin("reading the backup"), context.cancel());
        } finally {
            steps.clear();
        }
        screen.findings(findings);
        return findings;
    }

    /** Applies the plan; returns the exit status. */
    int apply() throws IOException {
        int count = run.nodes().size();
        say("Step 1 of 2: building " + (count == 1 ? "the store" : "the stores of " + count + " nodes")
                + " next to the directories. Ctrl-C stops it; nothing is touched before step 2.");
        InitCluster.Report report;
        try (Closeable interruptible = context.interrupts().listen()) {
            Objects.requireNonNull(interruptible);
            report = run.apply(this, context.cancel());
        } catch (IOException | RuntimeException | Error stopped) {
            steps.clear();
            stopped(stopped);
            throw stopped;
        } finally {
            steps.clear();
        }
        for (ImportReport node : report.reports()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("plan", plan.id());
            facts.put("backup_sha256", plan.backup().sha256());
            facts.put("sum", Long.toHexString(node.digest()));
            facts.put("kept", node.kept() == null ? null : node.kept().toString());
            Audit.record(context, "init-cluster apply", node.raftDir().toString(), facts);
        }
        if (!report.reports().isEmpty()) {
            report.reports().get(0).notes().forEach(note -> say("note: " + Printable.text(note)));
        }
        done();
        return ExitStatus.OK.code();
    }

    private boolean placing;

    @Override
    public Progress building(NodeTarget node) {
        return steps.begin("node " + U64.text(node.id()) + ": building");
    }

    @Override
    public void built(NodeTarget node, ImportReport report) {
        steps.clear();
        say("  node " + U64.text(node.id()) + ": built, read back and compared; " + steps.summary());
    }

    @Override
    public void placed(NodeTarget node, @Nullable Path kept) {
        if (!placing) {
            placing = true;
            say("Step 2 of 2: swapping in each store, one node after the other. Ctrl-C stops between" + " two nodes.");
        }
        say("  node " + U64.text(node.id()) + ": swapped in, "
                + Printable.text(node.directory().toString())
                + (kept == null ? "" : "; previous store kept in " + Printable.text(kept.toString())));
    }

    @Override
    public void alreadyDone(NodeTarget node) {
        say("  node " + U64.text(node.id()) + ": already has its store, "
                + Printable.text(node.directory().toString()));
    }

    /** Prints the completed and remaining steps, and the commands to resume or undo. */
    private void stopped(Throwable why) throws IOException {
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (Map.Entry<PlannedNode, NodeState> node : run.states().entrySet()) {
            String cut = node.getValue() == NodeState.CUT ? " (in the middle of its renames)" : "";
            List<String> list = node.getValue() == NodeState.OLD ? open : done;
            list.add("node " + node.getKey().idText() + cut);
        }
        boolean interrupted = why instanceof Failure failure && failure.status() == ExitStatus.INTERRUPTED;
        err.println(interrupted ? "Stopped on request." : "Stopped by an error, see below.");
        if (done.isEmpty()) {
            err.println("  done:      nothing; every directory is unchanged");
            context.io().command("  apply:     " + command("apply"));
            return;
        }
        err.println("  done:      " + String.join(", ", done) + (done.size() == 1 ? " has its" : " have their")
                + " new store");
        err.println("  not done:  " + (open.isEmpty() ? "nothing" : String.join(", ", open) + ", unchanged"));
        context.io().command("  resume:    " + command("resume"));
        context.io().command("  undo:      " + command("rollback"));
    }

    /**
     * Offers to wait for the nodes if all nodes are on this host and there is a terminal.
     *
     * @return 0 if the user does not wait, else the exit status of the check
     */
    int offerToWait(ClientOptions options) throws IOException {
        Prompter prompter = context.prompter();
        if (only != null || prompter == null) {
            return ExitStatus.OK.code();
        }
        err.println();
        String answer = prompter.ask("Start the nodes in another terminal. Wait for them here? y/N > ");
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            return ExitStatus.OK.code();
        }
        ClusterCheck check =
                new ClusterCheck(plan, List.of(), ClusterWatch.patient(options), run.backup(), context.cancel());
        try (Closeable interruptible = context.interrupts().listen()) {
            Objects.requireNonNull(interruptible);
            return new ClusterWatch(context, check, file).run(ClusterWatch.USUAL_SECONDS);
        } catch (Failure stopped) {
            if (stopped.status() != ExitStatus.INTERRUPTED) {
                throw stopped;
            }
            err.println("Stopped waiting; the stores are unchanged.");
            return ExitStatus.OK.code();
        }
    }

    /** Prints the next commands to type. */
    private void done() {
        int count = run.nodes().size();
        err.println("Done: "
                + (count == 1
                        ? "node " + run.nodes().get(0).idText() + " has its store."
                        : "all " + count + " nodes have their stores."));
        err.println();
        err.println("Now start " + (count == 1 ? "it" : "each node, in any order") + ":");
        for (PlannedNode node : run.nodes()) {
            // Commands stay on one line, so that they can be copied.
            context.io()
                    .command("  node " + node.idText() + ":  databend-meta --config-file "
                            + Advice.word(
                                    node.config() == null
                                            ? "ITS-CONFIGURATION"
                                            : file.toAbsolutePath()
                                                    .normalize()
                                                    .resolveSibling(node.config())
                                                    .toString()));
        }
        err.println("Then check the cluster:");
        String check = "init-cluster check --wait " + Advice.word(file.toString());
        context.io().command("  " + Advice.command(context, check + connection));
        err.println("To undo it, with the nodes stopped:");
        context.io().command("  " + command("rollback"));
    }
}
