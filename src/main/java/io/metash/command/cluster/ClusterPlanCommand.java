package io.metash.command.cluster;

import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.command.ProgressSteps;
import io.metash.command.option.AcceptOption;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.StrictOption;
import io.metash.files.Disk;
import io.metash.files.FreeName;
import io.metash.output.Printable;
import io.metash.rebuild.NodeTarget;
import io.metash.rebuild.PlanFiles;
import io.metash.rebuild.PlanRun;
import io.metash.rebuild.Planner;
import io.metash.rebuild.RebuildPlan;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init-cluster plan}: runs all checks and writes a plan; changes nothing else. */
@Command(
        name = "plan",
        description = {
            "Writes the plan of a new cluster, a file to show, apply, resume, roll back and check.",
            "Reads and checks the whole backup; touches no Raft directory. Next to the plan it writes a configuration"
                    + " file for each node.",
            "",
            "Examples:",
            "  init-cluster plan --db backup.ndjson --node 1=127.0.0.1:29103=new/n1 --out three.plan.json",
            "  init-cluster plan --db backup.ndjson --node 7=127.0.0.1:29203=new/n7 --grpc 7=127.0.0.1:29191"
        })
public final class ClusterPlanCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--db", required = true, paramLabel = "FILE|URL", description = "The backup: an export.")
    private String db;

    @Option(
            names = "--node",
            paramLabel = "ID=HOST:PORT=DIR",
            description = "A node: its id, its Raft address, its Raft directory; once for each node.")
    private List<String> nodes = new ArrayList<>();

    @Option(
            names = "--grpc",
            paramLabel = "ID=HOST:PORT",
            description = "The advertised client address of a node; once per node.")
    private List<String> grpc = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A node's databend-meta.toml, with its id, addresses and directory unless --node gives them.")
    private List<Path> configs = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file of the plan; default: rebuild-ID.plan.json in the current directory.")
    private @Nullable Path out;

    @Mixin
    private AcceptOption accept = new AcceptOption();

    @Mixin
    private StrictOption strict = new StrictOption();

    @Option(
            names = "--over-half-upgraded",
            description = "Also replaces stores in the middle of an upgrade; they are kept.")
    private boolean overHalfUpgraded;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    public ClusterPlanCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        PlanFiles files = new PlanFiles(configs);
        List<NodeTarget> targets = files.targets(nodes, grpc);
        if (targets.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "a plan needs nodes")
                    .next("metash init-cluster plan --db FILE --node ID=HOST:PORT=DIR, once for each node; or"
                            + " --config FILE");
        }
        RebuildPlan plan;
        try (ProgressSteps steps = new ProgressSteps(context)) {
            plan = new Planner(context.storage().file(db), System::currentTimeMillis, steps::begin, context.cancel())
                    .strict(strict.given())
                    .plan("a new cluster from a backup", targets, accept.checks(), overHalfUpgraded);
        }
        FreeName own = plan.name(Path.of(""));
        Path file;
        if (out == null) {
            file = own.first();
        } else {
            file = out;
        }
        List<Path> outputs = PlanFiles.outputs(plan, file);
        if (dryRun.given()) {
            show(plan, new PlanRun(plan, file, null, Disk.real(), System::currentTimeMillis, context.storage()));
            context.io().err().println("dry run: " + Printable.path(file) + " was not written");
            return ExitStatus.OK.code();
        }
        OutputGuard guard = OutputGuard.of(context).reads(db);
        configs.forEach(guard::reads);
        for (Path output : outputs) {
            guard.check(output);
        }
        if (out == null) {
            file = files.writeNew(plan, own, Disk.real());
        } else {
            files.write(plan, file, Disk.real());
        }
        RebuildPlan written = RebuildPlan.read(file);
        Audit.record(
                context,
                "init-cluster plan",
                file.toAbsolutePath().toString(),
                Map.of("plan", plan.id(), "backup_sha256", plan.backup().sha256()));
        PlanRun run = new PlanRun(written, file, null, Disk.real(), System::currentTimeMillis, context.storage());
        show(written, run);
        context.io().err().println("plan written: " + Printable.path(file) + "; no directory was touched");
        List<String> toDo = PlanScreen.commandsToType(context, written, file);
        if (toDo.size() == 1 && PlanScreen.elsewhere(written).isEmpty()) {
            context.io().command("to apply it: " + toDo.get(0).strip());
        } else {
            context.io().err().println("its nodes are on several hosts; to apply it:");
            toDo.forEach(context.io()::command);
            context.io().err().println(PlanScreen.BUNDLE);
        }
        return ExitStatus.OK.code();
    }

    private void show(RebuildPlan plan, PlanRun run) throws IOException {
        new PlanScreen(context.io()).show(plan, run);
        context.io().out().flush();
        run.newerStores()
                .forEach((node, newer) ->
                        context.io().err().println("note: node " + node.idText() + ": " + Printable.text(newer)));
    }
}
