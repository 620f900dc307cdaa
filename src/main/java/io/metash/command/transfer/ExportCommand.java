package io.metash.command.transfer;

import io.metash.client.ExportSource;
import io.metash.client.UnsafeRequests;
import io.metash.command.CommandContext;
import io.metash.command.DirectorySource;
import io.metash.command.FastArguments;
import io.metash.command.OutputGuard;
import io.metash.command.Place;
import io.metash.command.ProgressLine;
import io.metash.command.SessionNotes;
import io.metash.command.option.LiveOption;
import io.metash.command.option.ServiceHandle;
import io.metash.command.option.SnapshotAge;
import io.metash.command.option.StrictOption;
import io.metash.integrity.Finding;
import io.metash.integrity.StoreCheck;
import io.metash.integrity.StoreChecks;
import io.metash.ndjson.NdjsonSink;
import io.metash.output.Printable;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ObservedSink;
import io.metash.record.RecordSource;
import io.metash.record.U64;
import io.metash.session.EndpointSession;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: writes all records of a store as lines. */
@Command(
        name = "export",
        description = {
            "Exports a whole meta store as lines: raft state, log, state machine.",
            "A running service exports its last snapshot and its log; --snapshot makes a new one first. Without"
                    + " --raft-dir, outside the shell, it exports the service at 127.0.0.1:9191, as metactl does.",
            "Reading changes nothing, even while a server runs. The file appears under its name once it is"
                    + " complete and synced, readable only by its owner; FILE.manifest next to it describes its content"
                    + " with checksums, by which 'verify' and 'import' prove that nothing is missing.",
            "",
            "Examples:",
            "  export --raft-dir /var/lib/databend/raft --db backup.ndjson",
            "  export --raft-dir /var/lib/databend/raft | gzip > backup.ndjson.gz",
            "  export --raft-dir /var/lib/databend/raft --as-of 84 --db earlier.ndjson",
            "  export --grpc-api-address 127.0.0.1:9191 --snapshot --admin 127.0.0.1:28002 --db live.ndjson"
        },
        mixinStandardHelpOptions = false)
public final class ExportCommand implements Callable<Integer>, FastArguments.Command {
    private final CommandContext context;

    @Option(
            names = "--raft-dir",
            paramLabel = "DIR",
            description = "The Raft directory, which contains df_meta; default in the shell: the open session.")
    private String raftDir = "";

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "The output file; .gz and .zst are compressed. Default: standard output.")
    private String db = "";

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --db.")
    private String file = "";

    @Option(
            names = "--no-manifest",
            description = "Writes no FILE.manifest; the completeness of FILE is then unproved.")
    private boolean noManifest;

    @Option(
            names = "--salvage",
            description =
                    "With --raft-dir: exports the intact part of a damaged store, from an older snapshot if necessary."
                            + " Lists the losses, writes no manifest, and ends with status 4.")
    private boolean salvage;

    @Option(
            names = "--as-is",
            description =
                    "With --raft-dir of a directory of V0 to V003: exports lines in that version, as the releases of"
                            + " that time did, without a manifest.")
    private boolean asIs;

    @Option(
            names = "--as-written",
            description =
                    "Raft directories: omits fields that a log entry does not have, as older servers do; by default"
                            + " they are written as null, as current servers do. Lines of a running service are never"
                            + " changed.")
    private boolean asWritten;

    @Option(
            names = "--id",
            paramLabel = "ID",
            hidden = true,
            description = "No effect; accepted for compatibility with metactl.")
    private @Nullable String id;

    @Option(
            names = {"--chunk-size", "--export-chunk-size"},
            paramLabel = "N",
            description = "Lines per message of a running service, 1 to 10000; starts with 32.")
    private @Nullable String chunkSize;

    @Option(
            names = "--snapshot",
            description =
                    "Running service: makes the node write a snapshot first, so that the export has all its keys.")
    private boolean snapshot;

    @Option(
            names = {"--admin-api-address", "--admin"},
            paramLabel = "ADDRESS",
            description = "The node's admin API, for --snapshot.")
    private @Nullable String admin;

    @Option(
            names = "--as-of",
            paramLabel = "INDEX|TIME",
            description =
                    "The store as it was after this entry of its log: an index, 2026-11-24T09:45:00Z, or 2h. Refused"
                            + " if a key is unknown at that point.")
    private @Nullable String asOf;

    @Option(
            names = "--base",
            paramLabel = "PLACE",
            description =
                    "With --as-of: an older backup of the same store, for entries that the log no longer" + " holds.")
    private @Nullable String base;

    @Option(
            names = "--accept",
            paramLabel = "unknown-keys",
            description = "With --as-of: leaves out unknown keys, and names them.")
    private @Nullable String accept;

    @Mixin
    private StrictOption strict = new StrictOption();

    @Mixin
    private LiveOption live = new LiveOption();

    /** The checks that an export to standard output is allowed to fail. */
    private final Set<StoreCheck> accepted = EnumSet.of(StoreCheck.EMPTY);

    public ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public FastArguments fastArguments() {
        return live.fastArguments(new FastArguments())
                .with("--raft-dir", value -> raftDir = value)
                .with("--db", value -> db = value);
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public Integer call() throws IOException {
        if (!db.isEmpty() && !file.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "two files are named: " + db + " and " + file)
                    .next("export FILE");
        }
        String target = db;
        if (db.isEmpty()) {
            target = file;
        }
        if (asOf != null || base != null || accept != null) {
            return past(target);
        }
        if (salvage) {
            return salvaged(target);
        }
        if (asIs && raftDir.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "--as-is reads a Raft directory")
                    .next("metash export --as-is --raft-dir DIR --db FILE");
        }
        if (asIs) {
            return new AsIsExport(context, Path.of(raftDir), target).run();
        }
        if (!raftDir.isEmpty()) {
            Path dir = Path.of(raftDir);
            requireLossless(dir);
            try (DirectorySource source = DirectorySource.open(context, dir, false)) {
                return run(source.records(), SessionKind.DIRECTORY.label(), raftDir, target, source::notes)
                        .report(context);
            }
        }
        if (live.asMetactl(context) || context.session() instanceof EndpointSession) {
            try (ServiceHandle service = live.open(context)) {
                return running(service, target).report(context);
            }
        }
        return ofSession(context.session(), target);
    }

    private int ofSession(Session session, String target) throws IOException {
        noManifest |= !session.losses().isEmpty();
        FileExport.Result exported;
        try (RecordSource source = session.export()) {
            strict.check(source, session.place());
            accepted.addAll(session.accepted());
            exported = run(source, session.kind().label(), session.place(), target, List::of);
        }
        return Math.max(exported.report(context), SessionNotes.lost(context.io().err(), session.losses()));
    }

    /** Exports the store at an earlier entry of its log. */
    private int past(String target) throws IOException {
        PastExportRun run = new PastExportRun(context, asOf, base, accept);
        FileExport.Result exported;
        try (Place.OpenPlace opened = run.open(raftDir)) {
            Session session = opened.session();
            try (Session past = run.at(session);
                    RecordSource source = past.export()) {
                accepted.addAll(session.accepted());
                exported = run(source, session.kind().label(), session.place(), target, past::notes);
            }
        }
        return exported.report(context);
    }

    /** Exports the intact part of a damaged directory (decisions 12), without a manifest, which would claim completeness. */
    private int salvaged(String target) throws IOException {
        if (raftDir.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "--salvage reads a damaged Raft directory")
                    .next("metash export --salvage --raft-dir DIR --db FILE");
        }
        try (DirectorySource dir = DirectorySource.open(context, Path.of(raftDir), true)) {
            noManifest |= !dir.losses().isEmpty();
            run(dir.records(), SessionKind.DIRECTORY.label(), raftDir, target, dir::notes);
            return SessionNotes.lost(context.io().err(), dir.losses());
        }
    }

    /**
     * Fails before the export is written if the conversion of an old version loses records, which is known after
     * reading all of them.
     */
    private void requireLossless(Path dir) throws IOException {
        if (strict.given() && LegacyDir.isAt(dir)) {
            try (DirectorySource source = DirectorySource.open(context, dir, false)) {
                while (source.records().next() != null) {
                    context.cancel().check();
                }
                strict.check(source.records(), raftDir);
            }
        }
    }

    /** Exports a running service; restarts with smaller messages where possible (decisions 18). */
    private FileExport.Result running(ServiceHandle service, String target) throws IOException {
        boolean canForget =
                !target.isEmpty() && (!Files.exists(Path.of(target)) || Files.isRegularFile(Path.of(target)));
        int lines = ExportSource.USUAL_CHUNK_LINES;
        if (chunkSize != null) {
            lines = lines(chunkSize);
        }
        if (snapshot) {
            SnapshotAge.renew(service.client(), service.admin(admin), context);
        }
        List<String> notes = ExportNotes.of(service);
        return LiveExport.run(
                service,
                lines,
                canForget,
                source -> run(source, SessionKind.ENDPOINT.label(), service.place(), target, () -> notes));
    }

    private static int lines(String text) {
        try {
            long lines = U64.parse(text);
            UnsafeRequests.chunkLines(lines);
            return (int) lines;
        } catch (NumberFormatException wrong) {
            throw Failure.of(ExitStatus.USAGE, "--chunk-size " + text + " is not a number of lines")
                    .next("export --chunk-size 32");
        }
    }

    private FileExport.Result run(
            RecordSource source, String kind, String from, String target, Supplier<List<String>> notes)
            throws IOException {
        if (!target.isEmpty()) {
            OutputGuard.of(context).reads(raftDir).checkExport(Path.of(target));
            return new FileExport(context, Path.of(target), !noManifest, asWritten).run(source, kind, from, notes);
        }
        ProgressLine progress = new ProgressLine(context, "exporting");
        progress.hideForData();
        StoreChecks checks = new StoreChecks();
        long bytes;
        try {
            bytes = copy(source, context.io().bulk(), checks, progress);
        } finally {
            progress.clear();
        }
        PrintStream err = context.io().err();
        err.println("exported " + progress.summary(bytes) + " from " + Printable.text(from));
        SessionNotes.print(err, notes.get());
        return new FileExport.Result(Finding.worst(checks.findings(), accepted));
    }

    private long copy(RecordSource source, OutputStream out, StoreChecks checks, ProgressLine progress)
            throws IOException {
        try (NdjsonSink sink = new NdjsonSink(out, asWritten)) {
            ExportCopy.run(source, new ObservedSink(sink, checks::accept), progress, context.cancel());
            checks.finish();
            return sink.bytes();
        }
    }
}
