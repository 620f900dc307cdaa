package io.metash.command.backup;

import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.files.Disk;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.rebuild.Leftovers;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Removes the workspaces that killed imports left next to a directory. */
final class LeftoverCleanup {
    private final CommandContext context;

    LeftoverCleanup(CommandContext context) {
        this.context = context;
    }

    int run(Place place, boolean dryRun) throws IOException {
        Path directory = place.path();
        if (directory == null) {
            throw Failure.of(ExitStatus.USAGE, "--clean is for a Raft directory")
                    .next("metash doctor --clean DIR");
        }
        ActionPlan plan = new ActionPlan();
        List<String> removed = new ArrayList<>();
        List<String> planned = new ArrayList<>();
        for (Leftovers.Leftover left : Leftovers.of(directory)) {
            if (left.kind() == Leftovers.Kind.UNUSED) {
                planned.add("remove " + left.path() + " (" + Units.bytes(left.bytes()) + ")");
            } else if (left.kind() == Leftovers.Kind.UNSETTLED) {
                planned.add("finish an interrupted swap of two stores: " + left.path());
            } else if (left.kind() == Leftovers.Kind.IN_USE) {
                reportSkipped("a command is working with it", left);
            } else if (left.kind() == Leftovers.Kind.BUILT) {
                reportSkipped("it holds a complete store, and the directory has none", left);
            } else if (left.kind() == Leftovers.Kind.FOREIGN) {
                reportSkipped("it holds files that metash did not create", left);
            }
        }
        if (!planned.isEmpty()) {
            plan.add(String.join("; ", planned), () -> removed.addAll(Leftovers.clean(directory, Disk.real())));
        }
        if (plan.size() == 0) {
            context.io().err().println("nothing to clean");
            return ExitStatus.OK.code();
        }
        int status = plan.run(context, dryRun);
        removed.forEach(line -> context.io().err().println(Printable.text(line)));
        if (!removed.isEmpty()) {
            Audit.record(
                    context, "doctor --clean", directory.toString(), Map.of("removed", String.join("; ", removed)));
        }
        return status;
    }

    private void reportSkipped(String why, Leftovers.Leftover left) {
        context.io()
                .err()
                .println("not removed, " + why + ": "
                        + Printable.text(left.path().toString()));
    }
}
