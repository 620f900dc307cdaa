package io.metash.command.transfer;

import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.SessionNotes;
import io.metash.command.option.DryRunOption;
import io.metash.files.Disk;
import io.metash.output.Printable;
import io.metash.rebuild.InitCluster;
import io.metash.rebuild.Rollback;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollback}: undoes an import or an init-cluster. */
@Command(
        name = "rollback",
        description = {
            "Restores the store that the last import into a Raft directory, or an init-cluster, replaced.",
            "The imported store is kept. The server must be stopped.",
            "",
            "Examples:",
            "  rollback --raft-dir /var/lib/databend/raft",
            "  rollback --journal /data/raft-1.metash-cluster-1a2b3c4d5e.json"
        })
public final class RollbackCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--raft-dir", paramLabel = "DIR", description = "The Raft directory.")
    private @Nullable Path raftDir;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "The journal of an init-cluster: undoes all its nodes.")
    private @Nullable Path journal;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    public RollbackCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if ((raftDir == null) == (journal == null)) {
            throw Failure.of(ExitStatus.USAGE, "rollback needs one of --raft-dir and --journal")
                    .next("metash rollback --raft-dir DIR");
        }
        if (dryRun.given()) {
            List<String> lines = List.of();
            if (raftDir != null) {
                lines = new Rollback(raftDir, Disk.real()).preview();
            }
            if (journal != null) {
                lines = InitCluster.rollbackPreview(journal);
            }
            lines.forEach(line -> context.io().row("", Printable.text(line)));
            context.io().err().println("dry run: nothing was done");
            return ExitStatus.OK.code();
        }
        long now = System.currentTimeMillis();
        PrintStream err = context.io().err();
        Consumer<String> newer = words -> err.println("note: " + Printable.text(words));
        List<Rollback.Report> reports = List.of();
        if (raftDir != null) {
            reports = List.of(new Rollback(raftDir, Disk.real()).run(now, newer));
        }
        if (journal != null) {
            reports = InitCluster.rollback(journal, Disk.real(), now, newer);
        }
        for (Rollback.Report report : reports) {
            SessionNotes.print(err, report.notes());
            err.println(Printable.path(report.raftDir()) + " " + current(report.before(), "import"));
            err.println("imported store kept in " + Printable.path(report.undone()));
            Audit.record(
                    context,
                    "rollback",
                    report.raftDir().toString(),
                    Map.of("undone", String.valueOf(report.undone())));
        }
        if (reports.isEmpty()) {
            err.println("nothing to undo: no directory has the store of this journal");
        }
        return ExitStatus.OK.code();
    }

    /** A clause that says which store is current after a rollback; {@code undone} is what was undone. */
    public static String current(Rollback.Before before, String undone) {
        return switch (before) {
            case NOTHING -> "is as before the " + undone + ": without a store";
            case SLED -> "has its sled store again, which was never changed";
            case KEPT -> "has its previous store again";
        };
    }
}
