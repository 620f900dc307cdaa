package io.metash.command.transfer;

import io.metash.command.Advice;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.ProgressLine;
import io.metash.command.ProgressSteps;
import io.metash.command.SessionNotes;
import io.metash.command.option.AcceptOption;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.StrictOption;
import io.metash.files.Disk;
import io.metash.files.FileLock;
import io.metash.files.PendingOutput;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.legacy.LiftOptions;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.raftdir.sled.SledDatabase;
import io.metash.rebuild.DryImport;
import io.metash.rebuild.Import;
import io.metash.rebuild.ImportReport;
import io.metash.rebuild.ImportRequest;
import io.metash.record.ExitStatus;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.record.ShellWord;
import io.metash.session.CacheDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upgrade}: upgrades a Raft directory of V0, V001, V002 or V003 to V004. */
@Command(
        name = "upgrade",
        description = {
            "Upgrades an older Raft directory (data version V0 to V003) to V004 in one step.",
            "The new store is built next to the old one, synced, read back and compared; then it is swapped in. The"
                    + " old df_meta is kept, the sled files are not moved, and 'rollback' undoes the upgrade. The server"
                    + " must be stopped.",
            "",
            "Examples:",
            "  upgrade --raft-dir /var/lib/databend/raft",
            "  upgrade --raft-dir /var/lib/databend/raft --dry-run"
        })
public final class UpgradeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--raft-dir", required = true, paramLabel = "DIR", description = "The Raft directory.")
    private Path raftDir;

    @Mixin
    private AcceptOption accept = new AcceptOption();

    @Mixin
    private StrictOption strict = new StrictOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    public UpgradeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        FileLock.prepare();
        if (dryRun.given()) {
            return preview();
        }
        List<String> notes = new ArrayList<>();
        ProgressLine progress = new ProgressLine(context, "upgrading");
        PendingOutput output = PendingOutput.begin(raftDir);
        try (Import work = new Import(request(plan()), Disk.real(), System::currentTimeMillis)) {
            work.preflight(sledBytes());
            if (!LegacyDir.isAt(raftDir)) {
                return alreadyNew(work.notes());
            }
            ImportReport report;
            String from;
            try (StoredDirectory store = open(progress);
                    RecordSource records = store.export()) {
                report = work.prepare(records, raftDir.toString(), progress, context.cancel());
                strict.check(records, raftDir.toString());
                from = store.version();
                notes.addAll(Note.texts(store.notes()));
                notes.addAll(store.lifted());
            }
            progress.clear();
            output.claim();
            report = work.commit();
            output.written();
            say(report, from, progress);
            Audit.record(context, "upgrade", report.raftDir().toString(), facts(report, from));
            notes.addAll(0, report.notes());
        } finally {
            output.discard();
            progress.clear();
        }
        SessionNotes.print(context.io(), notes);
        return ExitStatus.OK.code();
    }

    private int preview() throws IOException {
        if (!LegacyDir.isAt(raftDir)) {
            return alreadyNew(List.of());
        }
        List<String> lines;
        List<String> notes;
        try (ProgressSteps steps = new ProgressSteps(context);
                StoredDirectory store = open(Progress.NONE);
                RecordSource records = store.export()) {
            lines = new DryImport(request("dry"))
                    .run(records, raftDir.toString(), steps.begin("reading"), context.cancel());
            strict.check(records, raftDir.toString());
            notes = new ArrayList<>(Note.texts(store.notes()));
            notes.addAll(store.lifted());
        }
        lines.forEach(line -> context.io().row("", Printable.text(line)));
        SessionNotes.print(context.io(), notes);
        context.io().err().println("dry run: nothing was done");
        return ExitStatus.OK.code();
    }

    /** Reports that no upgrade is needed; opens the store first, so that a directory without a store is refused. */
    private int alreadyNew(List<String> notes) throws IOException {
        try (StoredDirectory store = open(Progress.NONE)) {
            SessionNotes.print(context.io(), notes);
            context.io()
                    .err()
                    .println(Printable.path(raftDir) + " already has data version " + store.version()
                            + ": nothing to upgrade");
        }
        return ExitStatus.OK.code();
    }

    private StoredDirectory open(Progress progress) throws IOException {
        return StoredDirectory.open(
                raftDir, new LiftOptions(CacheDirectory.ofUser().scratch(), progress, context.cancel()));
    }

    /**
     * The request of an upgrade. The data of the old version is read, so an interrupted upgrade to V004 is no reason to
     * refuse.
     */
    private ImportRequest request(String plan) {
        return new ImportRequest(raftDir, null, accept.checks(), true, plan);
    }

    private static String plan() {
        return Long.toString(System.currentTimeMillis(), 36)
                + Long.toString(ProcessHandle.current().pid(), 36);
    }

    private long sledBytes() throws IOException {
        Path log = raftDir.resolve(SledDatabase.LOG_FILE);
        if (Files.isRegularFile(log)) {
            return Files.size(log);
        }
        return -1;
    }

    private static Map<String, String> facts(ImportReport report, String from) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("from", from);
        facts.put("records", Long.toString(report.records()));
        facts.put("sum", Long.toHexString(report.digest()));
        facts.put("kept", report.kept() == null ? null : report.kept().toString());
        return facts;
    }

    private void say(ImportReport report, String from, ProgressLine progress) {
        PrintStream err = context.io().err();
        String snapshot = "no snapshot, since the old store has none";
        if (report.snapshot()) {
            snapshot = "a snapshot with " + Units.count(report.keys(), "key");
        }
        err.println("upgraded " + Printable.path(report.raftDir()) + " from " + from + " to V004, " + progress.summary()
                + ": " + Units.count(report.logEntries(), "log entry") + ", " + snapshot);
        err.println("verified: the new store matches the old one");
        if (report.kept() != null) {
            err.println("the previous df_meta is kept in " + Printable.path(report.kept()));
        }
        err.println("the sled files in " + Printable.path(report.raftDir())
                + " stay as they are; a server of V004 does not read them");
        context.io()
                .command(
                        "to undo: " + Advice.command(context, "rollback --raft-dir " + ShellWord.of(report.raftDir())));
    }
}
