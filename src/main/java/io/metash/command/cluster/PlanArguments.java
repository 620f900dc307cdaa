package io.metash.command.cluster;

import io.metash.command.Advice;
import io.metash.command.CommandContext;
import io.metash.files.Disk;
import io.metash.rebuild.Peers;
import io.metash.rebuild.PlanRun;
import io.metash.rebuild.RebuildPlan;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Command-line arguments for a plan, as a mixin: the plan file, and the node on this host. */
final class PlanArguments {
    @Parameters(paramLabel = "FILE", description = "The plan.")
    private Path file;

    @Option(names = "--only", paramLabel = "ID", description = "Only this node, the one of this host.")
    private @Nullable String only;

    /** The plan, once read. */
    private @Nullable RebuildPlan plan;

    Path file() {
        return file;
    }

    /** The id of the only node, or null for all nodes. */
    @Nullable
    Long only() {
        if (only == null) {
            return null;
        }
        return id(only);
    }

    private static long id(String only) {
        return Peers.id(only, only, 1);
    }

    RebuildPlan plan() throws IOException {
        if (plan == null) {
            plan = RebuildPlan.read(file);
        }
        return plan;
    }

    PlanRun run(CommandContext context) throws IOException {
        return new PlanRun(plan(), file, only(), Disk.real(), System::currentTimeMillis, context.storage());
    }

    /** The text to type as confirmation: {@code 3 nodes}, or {@code node 2}. */
    String confirmation() throws IOException {
        if (only == null) {
            return plan().confirmation();
        }
        return "node " + U64.text(id(only));
    }

    /** A command on this plan, as the user has to type it. */
    String command(CommandContext context, String subcommand) {
        String command = "init-cluster " + subcommand + " " + Advice.word(file.toString());
        if (only != null) {
            command += " --only " + only;
        }
        return Advice.command(context, command);
    }
}
