package io.metash.command.cluster;

import io.metash.command.Advice;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.CommandGroup;
import io.metash.command.Confirmation;
import io.metash.command.DirectorySource;
import io.metash.command.ProgressLine;
import io.metash.command.ProgressSteps;
import io.metash.command.Prompter;
import io.metash.command.SessionNotes;
import io.metash.command.option.AcceptOption;
import io.metash.command.option.ConnectionOptions;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.StrictOption;
import io.metash.files.Disk;
import io.metash.output.Printable;
import io.metash.rebuild.DryImport;
import io.metash.rebuild.ImportReport;
import io.metash.rebuild.ImportRequest;
import io.metash.rebuild.InitCluster;
import io.metash.rebuild.NodeTarget;
import io.metash.rebuild.PlanRun;
import io.metash.rebuild.Planner;
import io.metash.rebuild.RebuildPlan;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.record.ShellWord;
import io.metash.record.U64;
import io.metash.session.SessionKind;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init-cluster}: creates the Raft directories of a new cluster from one backup. */
@Command(
        name = "init-cluster",
        description = {
            "Builds the Raft directories of a new cluster from one backup.",
            "Without options at a terminal it asks what happened, shows a plan, and guides you to a running cluster."
                    + " The commands below work with such plans. With --db and --node it makes a plan and applies it at"
                    + " once: all stores are built and compared before the first directory is touched. The same command"
                    + " completes an interrupted run, and 'rollback --journal' undoes it.",
            "",
            "Examples:",
            "  init-cluster --db backup.ndjson --node 1=10.0.0.1:28103=/data/n1 --node 2=10.0.0.2:28103=/data/n2",
            "  init-cluster --db backup.ndjson --node 1=127.0.0.1:29103=/data/one --dry-run"
        })
public final class InitClusterCommand implements Callable<Integer>, CommandGroup {
    private final CommandContext context;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "The export, or a Raft directory; default in the shell: the file of the open session.")
    private @Nullable String db;

    @Option(
            names = "--node",
            paramLabel = "ID=HOST:PORT=DIR",
            description = "A node: its id, its Raft address, its Raft directory; once for each node.")
    private List<String> nodes = new ArrayList<>();

    @Mixin
    private AcceptOption accept = new AcceptOption();

    @Mixin
    private StrictOption strict = new StrictOption();

    @Option(
            names = "--yes-i-mean",
            paramLabel = "NAME",
            description = "The first directory's name: also replaces stores in the middle of an upgrade.")
    private @Nullable String yes;

    @Mixin
    private ConnectionOptions service = new ConnectionOptions();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    public InitClusterCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Map<String, Callable<Integer>> members() {
        Map<String, Callable<Integer>> members = new LinkedHashMap<>();
        members.put("plan", new ClusterPlanCommand(context));
        members.put("show", new ClusterShowCommand(context));
        members.put("apply", new ClusterApplyCommand(context));
        members.put("resume", new ClusterResumeCommand(context));
        members.put("rollback", new ClusterRollbackCommand(context));
        members.put("verify", new ClusterVerifyCommand(context));
        members.put("check", new ClusterCheckCommand(context));
        members.put("bundle", new ClusterBundleCommand(context));
        return members;
    }

    @Override
    public Integer call() throws IOException {
        Prompter prompter = context.prompter();
        if (nodes.isEmpty() && db == null && prompter != null) {
            return new Guide(
                            context,
                            prompter,
                            Path.of(""),
                            service.access(context, null, null).client(),
                            service.typed(context))
                    .run();
        }
        if (nodes.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "init-cluster needs nodes")
                    .next("metash init-cluster --db FILE --node ID=HOST:PORT=DIR, once for each node");
        }
        List<NodeTarget> targets = NodeTarget.parse(nodes);
        boolean confirmed = Confirmation.given(yes, targets.get(0).directory());
        if (dryRun.given()) {
            return dryRun(targets, confirmed);
        }
        InitCluster cluster = new InitCluster(
                        backup(), targets, accept.checks(), confirmed, Disk.real(), System::currentTimeMillis)
                .strict(strict.given());
        Screen screen = new Screen();
        InitCluster.Report report;
        try {
            report = cluster.run(screen, context.cancel());
        } finally {
            screen.clear();
        }
        for (ImportReport node : report.reports()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("source", backup().absolute());
            facts.put("journal", report.journal().toString());
            facts.put("sum", Long.toHexString(node.digest()));
            facts.put("kept", node.kept() == null ? null : node.kept().toString());
            Audit.record(context, "init-cluster", node.raftDir().toString(), facts);
        }
        PrintStream err = context.io().err();
        if (!report.reports().isEmpty()) {
            SessionNotes.print(err, report.reports().get(0).notes());
            err.println(report.completeness());
        } else {
            err.println("all nodes already have the stores of this command; nothing was changed");
        }
        err.println("journal: " + Printable.path(report.journal()));
        context.io()
                .command("to undo: " + Advice.command(context, "rollback --journal " + ShellWord.of(report.journal())));
        return ExitStatus.OK.code();
    }

    /** Prints the plan without applying it. */
    private int dryRun(List<NodeTarget> targets, boolean confirmed) throws IOException {
        Optional<Path> directory = backup().path().filter(Files::isDirectory);
        if (directory.isPresent()) {
            return dryRunOfDirectory(directory.get(), targets, confirmed);
        }
        RebuildPlan plan;
        try (ProgressSteps steps = new ProgressSteps(context)) {
            plan = new Planner(backup(), System::currentTimeMillis, steps::begin, context.cancel())
                    .strict(strict.given())
                    .plan("a new cluster from a backup", targets, accept.checks(), confirmed);
        }
        Path file = plan.name(Path.of("")).candidate(1);
        PlanRun run = new PlanRun(plan, file, null, Disk.real(), System::currentTimeMillis, context.storage());
        PlanScreen screen = new PlanScreen(context.io());
        screen.show(plan, run);
        new PlanWork(context, plan, file, null, run).preflight(screen, false);
        context.io().err().println("dry run: nothing was done");
        return ExitStatus.OK.code();
    }

    /** A Raft directory as source has no plan file, so each node is checked as an import. */
    private int dryRunOfDirectory(Path directory, List<NodeTarget> targets, boolean confirmed) throws IOException {
        List<String> notes = List.of();
        for (NodeTarget target : targets) {
            ImportRequest request = new ImportRequest(target.directory(), null, accept.checks(), confirmed, "dry");
            List<String> lines;
            try (DirectorySource source = DirectorySource.open(context, directory, false);
                    ProgressSteps steps = new ProgressSteps(context)) {
                lines = new DryImport(request)
                        .run(source.records(), directory.toString(), steps.begin("reading"), context.cancel());
                strict.check(source.records(), directory.toString());
                notes = source.notes();
            }
            String node = "node " + U64.text(target.id()) + ": ";
            lines.forEach(line -> context.io().row("", Printable.text(node + line)));
        }
        SessionNotes.print(context.io(), notes);
        context.io().err().println("dry run: nothing was done");
        return ExitStatus.OK.code();
    }

    private StoredFile backup() {
        if (db != null) {
            return context.storage().file(db);
        }
        if (context.sessions().hasCurrent() && context.sessions().current().kind() == SessionKind.FILE) {
            return context.storage().file(context.sessions().current().place());
        }
        throw Failure.of(ExitStatus.USAGE, "init-cluster needs a backup")
                .next("metash init-cluster --db FILE --node ...");
    }

    /** Prints the progress of each node. */
    private final class Screen implements InitCluster.Steps {
        /** The progress of the current node; null before the first one. */
        private @Nullable ProgressLine line;

        private void clear() {
            if (line != null) {
                line.clear();
            }
        }

        @Override
        public Progress building(NodeTarget node) {
            clear();
            ProgressLine progress = new ProgressLine(context, "building node " + U64.text(node.id()));
            line = progress;
            return progress;
        }

        @Override
        public void built(NodeTarget node, ImportReport report) {
            clear();
            String summary = Objects.requireNonNull(line, "a node is built after its progress began")
                    .summary();
            context.io().err().println("node " + U64.text(node.id()) + ": built and compared, " + summary);
        }

        @Override
        public void newer(NodeTarget node, String words) {
            context.io().err().println("node " + U64.text(node.id()) + ": note: " + Printable.text(words));
        }

        @Override
        public void placed(NodeTarget node, @Nullable Path kept) {
            String text = "node " + U64.text(node.id()) + ": " + node.node().endpoint() + " has its store in "
                    + Printable.path(node.directory());
            if (kept != null) {
                text += "; previous store kept in " + Printable.path(kept);
            }
            context.io().err().println(text);
        }

        @Override
        public void alreadyDone(NodeTarget node) {
            context.io()
                    .err()
                    .println("node " + U64.text(node.id()) + ": already has its store, in "
                            + Printable.path(node.directory()));
        }
    }
}
