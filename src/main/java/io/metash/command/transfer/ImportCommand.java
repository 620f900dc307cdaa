package io.metash.command.transfer;

import io.metash.backup.ManifestCheck;
import io.metash.command.Advice;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.Confirmation;
import io.metash.command.DirectorySource;
import io.metash.command.FastArguments;
import io.metash.command.ProgressLine;
import io.metash.command.ProgressSteps;
import io.metash.command.SessionNotes;
import io.metash.command.option.AcceptOption;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.StrictOption;
import io.metash.files.Disk;
import io.metash.files.FileLock;
import io.metash.files.PendingOutput;
import io.metash.integrity.StoreCheck;
import io.metash.ndjson.LongLines;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.raftdir.NewCluster;
import io.metash.raftdir.legacy.LiftOptions;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.rebuild.DryImport;
import io.metash.rebuild.Import;
import io.metash.rebuild.ImportReport;
import io.metash.rebuild.ImportRequest;
import io.metash.rebuild.Peers;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Node;
import io.metash.record.Note;
import io.metash.record.RecordSource;
import io.metash.record.ShellWord;
import io.metash.session.CacheDirectory;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.upgrade.ExportText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code import}: writes lines of an export into a Raft directory. */
@Command(
        name = "import",
        description = {
            "Builds a Raft directory from the lines of an export.",
            "The new store is checked, built next to the directory, synced, read back and compared before the"
                    + " directory is touched; then both are swapped in one step. The previous store is kept, and"
                    + " 'rollback' restores it.",
            "",
            "Examples:",
            "  import --raft-dir /var/lib/databend/raft --db backup.ndjson",
            "  import --raft-dir /data/raft --db backup.ndjson --id 1 --initial-cluster 1=10.0.0.1:28103"
        })
public final class ImportCommand implements Callable<Integer>, FastArguments.Command {
    private final CommandContext context;
    private String completeness = ManifestCheck.UNPROVED;

    @Option(names = "--raft-dir", required = true, paramLabel = "DIR", description = "The Raft directory to fill.")
    private Path raftDir;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description =
                    "The export (.gz and .zst are decompressed) or a Raft directory. Default: standard input; in the"
                            + " shell the open session.")
    private String db = "";

    @Option(names = "--id", paramLabel = "ID", description = "This node's id in the new cluster.")
    private String id = "0";

    @Option(
            names = "--initial-cluster",
            paramLabel = "ID=HOST:PORT",
            description = "A node of a new cluster with its Raft address; once per node. Without it the cluster of the"
                    + " backup is kept.")
    private List<String> peers = new ArrayList<>();

    @Mixin
    private AcceptOption accept = new AcceptOption();

    @Mixin
    private StrictOption strict = new StrictOption();

    @Option(names = "--no-keep", description = "Deletes the previous store instead of keeping it; needs --yes-i-mean.")
    private boolean noKeep;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Option(names = "--yes-i-mean", paramLabel = "NAME", description = "The confirmation: the directory's name.")
    private @Nullable String yes;

    public ImportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public FastArguments fastArguments() {
        return new FastArguments()
                .with("--raft-dir", value -> raftDir = Path.of(value))
                .with("--db", value -> db = value)
                .with("--id", value -> id = value)
                .with("--initial-cluster", value -> peers.add(value));
    }

    @Override
    public boolean complete() {
        return raftDir != null;
    }

    @Override
    public Integer call() throws IOException {
        FileLock.prepare();
        boolean confirmed = Confirmation.given(yes, raftDir);
        if (dryRun.given()) {
            return dryRun(confirmed);
        }
        if (noKeep) {
            Confirmation.check(context, Confirmation.nameOf(raftDir), yes, null);
        }
        String plan = Long.toString(System.currentTimeMillis(), 36)
                + Long.toString(ProcessHandle.current().pid(), 36);
        ImportRequest request = new ImportRequest(raftDir, cluster(), accept.checks(), confirmed, plan);
        List<String> notes = new ArrayList<>();
        ProgressLine progress = new ProgressLine(context, "importing");
        PendingOutput output = PendingOutput.begin(raftDir);
        try (Import work = new Import(request, Disk.real(), System::currentTimeMillis)) {
            Session session = null;
            if (db.isEmpty() && !context.hasInput() && context.sessions().hasCurrent()) {
                session = context.session();
            }
            if (session != null && session.kind() == SessionKind.FILE) {
                // Reads the file itself, since its manifest may prove it.
                db = session.place();
            }
            ImportReport report;
            refuseLongLines();
            if (db.isEmpty() && session != null) {
                report = fromSession(work, progress);
            } else if (!db.isEmpty() && Files.isDirectory(Path.of(db))) {
                report = fromDirectory(work, progress, notes);
            } else {
                report = fromLines(work, progress, notes);
            }
            progress.clear();
            work.newer().ifPresent(newer -> context.io().err().println("note: " + Printable.text(newer)));
            if (noKeep) {
                context.io()
                        .err()
                        .println("--no-keep deletes the store in " + Printable.path(work.raftDir())
                                + "; this cannot be undone");
                Confirmation.require(context, Confirmation.nameOf(raftDir), yes, null);
            }
            output.claim();
            report = work.commit();
            output.written();
            say(report, progress);
            Audit.record(context, "import", report.raftDir().toString(), facts(report));
            if (noKeep && report.kept() != null) {
                Disk.real().deleteTree(report.kept());
                context.io().err().println("the old store was removed: " + Printable.path(report.kept()));
            }
            notes.addAll(0, report.notes());
        } finally {
            output.discard();
            progress.clear();
        }
        SessionNotes.print(context.io(), notes);
        return ExitStatus.OK.code();
    }

    /** A packed text, a pipe and a Raft directory are not lines yet. */
    private void refuseLongLines() throws IOException {
        if (db.isEmpty()) {
            return;
        }
        Optional<Path> text = context.storage().file(db).path();
        if (text.isPresent() && Files.isRegularFile(text.get())) {
            LongLines.refuse(text.get());
        }
    }

    private int dryRun(boolean confirmed) throws IOException {
        refuseLongLines();
        DryImport work = new DryImport(new ImportRequest(raftDir, cluster(), accept.checks(), confirmed, "dry"));
        Session session = null;
        if (db.isEmpty() && context.sessions().hasCurrent()) {
            session = context.session();
        }
        if (session != null) {
            SessionNotes.requireComplete(session);
        }
        if (!db.isEmpty() && Files.isDirectory(Path.of(db))) {
            return dryRunOfDirectory(work);
        }
        ManifestCheck check = null;
        String name = "standard input";
        if (!db.isEmpty()) {
            check = ManifestCheck.of(context.storage().file(db));
            name = db;
        } else if (session != null) {
            name = session.place();
        }
        List<String> lines;
        List<String> notes = new ArrayList<>();
        try (ProgressSteps steps = new ProgressSteps(context);
                RecordSource source = session != null ? session.export() : open(check)) {
            lines = work.run(source, name, steps.begin("reading"), context.cancel());
            strict.check(source, name);
            if (source instanceof ExportText text) {
                notes.addAll(text.notes());
            }
        }
        lines.forEach(line -> context.io().row("", Printable.text(line)));
        if (noKeep) {
            context.io().out().println("delete the old store: this cannot be undone");
        }
        SessionNotes.print(context.io(), notes);
        String proof = ManifestCheck.UNPROVED;
        if (check != null) {
            proof = check.settle();
        }
        context.io().err().println(proof);
        context.io().err().println("dry run: nothing was done");
        return ExitStatus.OK.code();
    }

    private int dryRunOfDirectory(DryImport work) throws IOException {
        List<String> lines;
        List<String> notes;
        try (DirectorySource dir = DirectorySource.open(context, Path.of(db), false);
                ProgressSteps steps = new ProgressSteps(context)) {
            lines = work.run(dir.records(), db, steps.begin("reading"), context.cancel());
            strict.check(dir.records(), db);
            notes = dir.notes();
        }
        lines.forEach(line -> context.io().row("", Printable.text(line)));
        SessionNotes.print(context.io(), notes);
        context.io().err().println("dry run: nothing was done");
        return ExitStatus.OK.code();
    }

    private Map<String, String> facts(ImportReport report) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source", db.isEmpty() ? "session or standard input" : db);
        facts.put("records", Long.toString(report.records()));
        facts.put("sum", Long.toHexString(report.digest()));
        String kept = noKeep ? "removed" : String.valueOf(report.kept());
        facts.put("kept", report.kept() == null ? null : kept);
        return facts;
    }

    /** The cluster that the options describe, or null. */
    private @Nullable NewCluster cluster() {
        NavigableMap<Long, Node> nodes = Peers.parse(peers);
        if (nodes.isEmpty()) {
            return null;
        }
        long self = Peers.id(id, id, 1);
        if (!nodes.containsKey(self)) {
            throw Failure.of(ExitStatus.USAGE, "--id " + id + " is not among the nodes of --initial-cluster")
                    .because("they are " + String.join(", ", peers))
                    .next("name this node's own id: --id ID");
        }
        return new NewCluster(self, nodes);
    }

    private ImportReport fromSession(Import work, ProgressLine progress) throws IOException {
        Session session = context.sessions().current();
        SessionNotes.requireComplete(session);
        try (RecordSource source = session.export()) {
            work.preflight(source.bytesTotal());
            ImportReport report = work.prepare(source, session.place(), progress, context.cancel());
            strict.check(source, session.place());
            return report;
        }
    }

    /** Imports a Raft directory of any version. Its files have checksums, so no manifest is needed. */
    private ImportReport fromDirectory(Import work, ProgressLine progress, List<String> notes) throws IOException {
        LiftOptions lifting = new LiftOptions(CacheDirectory.ofUser().scratch(), progress, context.cancel());
        try (StoredDirectory dir = StoredDirectory.open(Path.of(db), lifting);
                RecordSource source = dir.export()) {
            work.preflight(source.bytesTotal());
            ImportReport report = work.prepare(source, db, progress, context.cancel());
            completeness = "read from a Raft directory of " + dir.version() + ", all checksums match";
            notes.addAll(dir.lifted());
            notes.addAll(Note.texts(dir.notes()));
            strict.check(source, db);
            return report;
        }
    }

    private ImportReport fromLines(Import work, ProgressLine progress, List<String> notes) throws IOException {
        ManifestCheck check = null;
        String name = "standard input";
        if (!db.isEmpty()) {
            check = ManifestCheck.of(context.storage().file(db));
            name = db;
        }
        try (ExportText source = open(check).watched(progress, context.cancel())) {
            work.preflight(source.bytesTotal());
            ImportReport report = work.prepare(source, name, progress, context.cancel());
            if (check == null) {
                completeness = ManifestCheck.UNPROVED;
            } else {
                completeness = check.settle();
            }
            strict.check(source, name);
            notes.addAll(source.notes());
            return report;
        }
    }

    /** Opens a checked file; without a check, standard input. */
    private ExportText open(@Nullable ManifestCheck check) throws IOException {
        if (check != null) {
            return check.open();
        }
        InputStream in = context.io().in();
        if (in == null || context.io().inTerminal()) {
            throw Failure.of(ExitStatus.USAGE, "the input is missing").next("metash import --raft-dir DIR --db FILE");
        }
        return ExportText.of(
                in,
                "standard input",
                -1,
                Optional.empty(),
                CacheDirectory.ofUser().scratch());
    }

    private void say(ImportReport report, ProgressLine progress) {
        PrintStream err = context.io().err();
        err.println("imported " + progress.summary() + " into " + Printable.path(report.raftDir()) + ": "
                + Units.count(report.logEntries(), "log entry")
                + (report.snapshot()
                        ? ", a snapshot with " + Units.count(report.keys(), "key")
                        : ", no snapshot, since the input has no state machine lines"));
        err.println(
                accept.checks().isEmpty()
                        ? "verified: the new store matches the input"
                        : "read back and compared: the store holds the records of the input; checks that may fail: "
                                + accept.checks().stream()
                                        .map(StoreCheck::label)
                                        .collect(Collectors.joining(", ")));
        err.println(completeness);
        if (report.kept() != null && !noKeep) {
            err.println("previous store kept in " + Printable.path(report.kept()));
            context.io()
                    .command("to undo: "
                            + Advice.command(context, "rollback --raft-dir " + ShellWord.of(report.raftDir())));
        }
    }
}
