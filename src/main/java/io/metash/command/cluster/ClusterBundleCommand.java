package io.metash.command.cluster;

import io.metash.command.Advice;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.command.ProgressSteps;
import io.metash.command.option.DryRunOption;
import io.metash.files.Disk;
import io.metash.files.FreeName;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.rebuild.Bundle;
import io.metash.rebuild.PlannedNode;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init-cluster bundle}: writes an archive to carry to the host of a node. */
@Command(
        name = "bundle",
        description = {
            "Writes one archive (.tar.gz) to carry to the host of a node: the plan, the backup, the node's"
                    + " configuration, and the commands to type there.",
            "It contains the whole store, so only its owner can read it. --no-backup omits the backup, if it"
                    + " is already there.",
            "",
            "Examples:",
            "  init-cluster bundle three.plan.json --only 1 --out node-1.tar.gz",
            "  init-cluster bundle three.plan.json --only 1 --no-backup"
        })
public final class ClusterBundleCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private PlanArguments plan;

    @Option(names = "--out", paramLabel = "FILE", description = "The archive; default: rebuild-PLAN-node-ID.tar.gz.")
    private @Nullable Path out;

    @Option(names = "--no-backup", description = "Omits the backup.")
    private boolean noBackup;

    @Mixin
    private DryRunOption dryRun;

    public ClusterBundleCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Long node = plan.only();
        if (node == null) {
            throw Failure.of(ExitStatus.USAGE, "a bundle is for one node")
                    .next(plan.command(context, "bundle") + " --only ID");
        }
        Bundle bundle = new Bundle(plan.plan(), plan.file(), node);
        StoredFile backup = null;
        if (!noBackup) {
            backup = plan.run(context).backup();
        }
        if (!noBackup && backup == null) {
            throw Failure.of(ExitStatus.IO, "the backup of the plan is missing")
                    .at(plan.plan().backup().path())
                    .next("copy it to that path, or into the plan's directory; or --no-backup");
        }
        FreeName own = bundle.name(Path.of(""));
        Path target;
        if (out == null) {
            target = own.first();
        } else {
            target = out;
        }
        if (dryRun.given()) {
            context.io().out().print(bundle.commands());
            context.io()
                    .err()
                    .println("dry run: " + Printable.path(target) + " was not written; this would be its COMMANDS.txt");
            return ExitStatus.OK.code();
        }
        OutputGuard guard = OutputGuard.of(context).reads(plan.file());
        if (backup != null) {
            backup.path().ifPresent(guard::reads);
        }
        for (PlannedNode each : plan.plan().nodes()) {
            if (each.config() != null) {
                guard.reads(plan.file().resolveSibling(each.config()));
            }
        }
        guard.check(target);
        try (ProgressSteps steps = new ProgressSteps(context)) {
            Progress hashing = steps.begin("hashing the backup");
            if (out == null) {
                target = bundle.writeNew(own, backup, Disk.real(), hashing, context.cancel());
            } else {
                bundle.write(target, backup, Disk.real(), hashing, context.cancel());
            }
        }
        Audit.record(
                context,
                "init-cluster bundle",
                target.toAbsolutePath().toString(),
                Map.of("plan", plan.plan().id(), "node", node.toString()));
        String written = "written: " + Printable.text(target.toString()) + ", " + Units.bytes(Files.size(target));
        if (noBackup) {
            written += ", without the backup";
        }
        context.io().err().println(written);
        context.io()
                .command("copy it to the host of the node, then: tar xzf "
                        + Advice.word(target.getFileName().toString()) + "; the commands are in COMMANDS.txt");
        return ExitStatus.OK.code();
    }
}
