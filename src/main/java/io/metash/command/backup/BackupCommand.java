package io.metash.command.backup;

import io.metash.backup.BackupName;
import io.metash.backup.DirectoryWriter;
import io.metash.backup.EarlierBackups;
import io.metash.backup.FileVerify;
import io.metash.backup.Manifest;
import io.metash.backup.ShelfCleanup;
import io.metash.backup.Verdict;
import io.metash.client.Address;
import io.metash.client.ExportSource;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.command.ProgressLine;
import io.metash.command.SessionNotes;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.LiveOption;
import io.metash.command.option.MetricsOption;
import io.metash.command.option.ServiceHandle;
import io.metash.command.option.StrictOption;
import io.metash.command.transfer.ExportNotes;
import io.metash.command.transfer.LiveExport;
import io.metash.files.Disk;
import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.monitoring.Metric;
import io.metash.monitoring.RunMetrics;
import io.metash.output.Printable;
import io.metash.raftdir.RaftDir;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.record.U64;
import io.metash.session.ConnectOptions;
import io.metash.session.EndpointSession;
import io.metash.session.ServiceAccess;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.session.Sessions;
import io.metash.storage.ObjectStore;
import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup}: exports to a shelf, verifies the file, and prints its name; suitable for cron. */
@Command(
        name = "backup",
        description = {
            "Exports a store into a directory or object storage, under a name with the cluster and the time, then"
                    + " reads the file back and proves that it is complete. Prints the name of the file to standard"
                    + " output. The exit status is 0 only when the file is proved.",
            "Give the cluster a name with --cluster, so that 'backups' can distinguish clusters; the default is the"
                    + " session's name, else the address of the first node.",
            "Several nodes of a running cluster may be given: a healthy one is used, preferably a follower."
                    + " --max-lag first triggers a snapshot if the newest one is too old.",
            "",
            "Examples:",
            "  backup prod --to backups",
            "  backup --raft-dir /var/lib/databend/raft --cluster prod --to backups --pack zst",
            "  backup --grpc-api-address 127.0.0.1:9191 --cluster prod --to backups",
            "  backup --grpc-api-address 127.0.0.1:9191,127.0.0.1:9193 --admin-api-address"
                    + " 127.0.0.1:28002,127.0.0.1:28003 --max-lag 1000 --cluster prod --to backups",
            "  backup --raft-dir /var/lib/databend/raft --cluster prod --to s3://backups/prod --pack zst"
        })
public final class BackupCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "SESSION", description = "The session to back up; default: the open one.")
    private @Nullable String sessionName;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR|URL",
            description = "The directory of the backups, created if missing; or object storage, s3://BUCKET/PREFIX.")
    private String to;

    @Option(names = "--raft-dir", paramLabel = "DIR", description = "Backs up this Raft directory instead.")
    private @Nullable Path raftDir;

    @Option(names = "--cluster", paramLabel = "NAME", description = "The name of the cluster.")
    private @Nullable String cluster;

    @Option(names = "--pack", paramLabel = "HOW", description = "Compresses the file: zst or gz.")
    private @Nullable String pack;

    @Mixin
    private StrictOption strict = new StrictOption();

    @Mixin
    private LiveOption live = new LiveOption();

    @Mixin
    private ClusterBackup node = new ClusterBackup();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    private RunMetrics measured = new RunMetrics("backup");
    /** The service to back up; null for a store at rest. */
    private @Nullable ServiceHandle running;

    private ShelfExport.@Nullable NewBackup added;

    public BackupCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return metrics.measure(context, "backup", found -> {
            if (cluster != null) {
                found.put(cluster, Metric.LAST_RUN, 0);
            }
            measured = found;
            return run();
        });
    }

    private int run() throws IOException {
        if (pack != null && !pack.equals("zst") && !pack.equals("gz")) {
            throw Failure.of(ExitStatus.USAGE, "--pack " + pack + " is unknown").next("--pack zst, or --pack gz");
        }
        if (raftDir != null) {
            node.requireUnset();
            return ofDirectory(raftDir);
        }
        if (sessionName == null && live.asMetactl(context)) {
            return ofAddresses();
        }
        Session session;
        if (sessionName == null) {
            session = context.session();
        } else {
            String name = sessionName;
            if (name.startsWith("@")) {
                name = name.substring(1);
            }
            session = context.sessions().named(name);
        }
        if (session instanceof EndpointSession endpoint) {
            return ofEndpoint(endpoint);
        }
        node.requireUnset();
        return ofSession(session, session.name(), List.of());
    }

    private int ofSession(Session session, @Nullable String called, List<String> notes) throws IOException {
        SessionNotes.requireComplete(session);
        session.shownPast().ifPresent(state -> {
            String index = U64.text(state.at().index());
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "the session is at entry " + index + ", but a backup needs the latest one")
                    .at(session.name())
                    .because("An earlier state would be listed as the newest backup, and later ones could be pruned.")
                    .next("at latest; or export --as-of " + index + " FILE");
        });
        try (RecordSource source = session.export()) {
            strict.check(source, session.place());
            return write(
                    called,
                    session.status().state().nodes(),
                    export -> export.run(source, session.kind().label(), session.place(), notes));
        }
    }

    private int ofDirectory(Path dir) throws IOException {
        if (LegacyDir.isAt(dir)) {
            ConnectOptions options = ConnectOptions.standard().watched(Progress.NONE, context.cancel());
            try (Session session = Sessions.standard().connect(dir.toString(), "old", options)) {
                return ofSession(session, null, session.notes());
            }
        }
        try (RaftDir store = RaftDir.open(dir);
                RecordSource source = store.export()) {
            NavigableMap<Long, Node> nodes;
            if (store.snapshot().isEmpty()) {
                nodes = Membership.byId();
            } else {
                nodes = store.snapshot().get().sysData().nodes();
            }
            return write(
                    null,
                    nodes,
                    export -> export.run(
                            source, SessionKind.DIRECTORY.label(), dir.toString(), Note.texts(store.notes())));
        }
    }

    private int ofAddresses() throws IOException {
        List<Address> addresses = live.addresses();
        ServiceAccess access = live.access(context);
        try (ServiceHandle service =
                node.chooses(addresses) ? node.choose(context, addresses, access) : live.open(context)) {
            return ofService(service, addresses.get(0).toString());
        }
    }

    private int ofEndpoint(EndpointSession session) throws IOException {
        List<Address> addresses = Address.parseList(session.place());
        if (!node.chooses(addresses)) {
            return ofService(ServiceHandle.of(session), session.name());
        }
        try (ServiceHandle service = node.choose(context, addresses, session.access())) {
            return ofService(service, session.name());
        }
    }

    private int ofService(ServiceHandle service, String called) throws IOException {
        running = service;
        return write(
                called,
                Membership.byId(),
                export -> LiveExport.run(
                        service,
                        ExportSource.USUAL_CHUNK_LINES,
                        true,
                        source -> export.run(
                                source, SessionKind.ENDPOINT.label(), service.place(), ExportNotes.of(service))));
    }

    /** Writes the export. */
    @FunctionalInterface
    private interface Make {
        ShelfExport.NewBackup make(ShelfExport export) throws IOException;
    }

    private int write(@Nullable String named, NavigableMap<Long, Node> nodes, Make make) throws IOException {
        String name = cluster(named, nodes);
        ObjectStore shelf = context.storage().directory(to);
        if (!shelf.remote()) {
            OutputGuard.of(context).checkDirectory(Path.of(to));
        }
        String suffix = "";
        if (pack != null) {
            suffix = "." + pack;
        }
        BackupName backup = BackupName.of(name, System.currentTimeMillis(), suffix);
        StoredFile file = shelf.file(backup.candidate(1));
        if (!shelf.remote()) {
            DirectoryWriter.requireRoom(Path.of(to), backup);
        }
        ActionPlan plan = new ActionPlan();
        if (!shelf.remote() && !Files.isDirectory(Path.of(to))) {
            plan.add(
                    "make the directory " + to,
                    () -> makeDirectories(Path.of(to).toAbsolutePath()));
        }
        if (shelf.remote() && !dryRun.given()) {
            ShelfCleanup.of(shelf).run().forEach(this::note);
        }
        if (running != null) {
            node.renewSnapshot(context, running, plan);
        }
        ShelfExport export = new ShelfExport(context, shelf, backup, name);
        plan.add("export to " + file, () -> added = make.make(export));
        Verdict[] verdict = {null};
        plan.add("read " + file + " again and compare it with its manifest", () -> verdict[0] = verify());
        if (dryRun.given()) {
            return plan.run(context, true);
        }
        run(plan, shelf);
        EarlierBackups.richer(shelf, backup, added().file(), added().manifest())
                .ifPresent(earlier -> note("an earlier backup holds more of the log: " + earlier.file() + ", up to "
                        + earlier.lastLog() + "; this store is older, or was rebuilt"));
        return report(name, added().manifest(), verdict[0]);
    }

    private ShelfExport.NewBackup added() {
        return Objects.requireNonNull(added, "the export has not run");
    }

    /**
     * Ctrl-C stops an upload cleanly: the partial upload is withdrawn, or reported. A local file is removed with the
     * process.
     */
    private void run(ActionPlan plan, ObjectStore shelf) throws IOException {
        Closeable care;
        if (shelf.remote()) {
            care = context.interrupts().listen();
        } else {
            care = () -> {};
        }
        try {
            plan.run(context, false);
        } finally {
            care.close();
        }
    }

    private String cluster(@Nullable String named, NavigableMap<Long, Node> nodes) {
        if (cluster != null) {
            return cluster;
        }
        if (named != null) {
            return named;
        }
        return firstNode(nodes);
    }

    private void note(String text) {
        context.io().err().println("note: " + Printable.text(text));
    }

    private Verdict verify() throws IOException {
        ProgressLine progress = new ProgressLine(context, "verifying");
        try {
            return FileVerify.run(added().file(), progress, context.cancel());
        } finally {
            progress.clear();
        }
    }

    private int report(String name, Manifest manifest, Verdict verdict) {
        String file = added().file().toString();
        context.io()
                .err()
                .println(Printable.text(file) + ": " + verdict.grade().words() + ", "
                        + VerifyCommand.holds(verdict.facts()));
        verdict.findings().stream()
                .filter(finding -> finding.grade() != Grade.CONSISTENT)
                .forEach(
                        finding -> note("the store itself is " + finding.grade().words() + ": " + finding.what()));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("grade", verdict.grade().words());
        facts.put("sha256", manifest.sha256());
        facts.put("bytes", Long.toString(manifest.bytes()));
        facts.put("last_log", String.valueOf(manifest.lastLog()));
        Audit.record(context, "backup", file, facts);
        measured.putBackup(
                name,
                manifest.madeAtMs(),
                manifest.bytes(),
                manifest.records(),
                verdict.grade().points(),
                System.currentTimeMillis());
        if (verdict.grade() != Grade.PROVED) {
            ExitStatus status = ExitStatus.INCOMPLETE;
            if (verdict.grade() != Grade.CONSISTENT) {
                status = verdict.grade().status();
            }
            throw Failure.of(status, "the backup differs from the export: " + verdict.what())
                    .at(file)
                    .because(verdict.why())
                    .next("the disk may be failing: back up to another disk, and remove this file");
        }
        context.io().out().println(Printable.text(file));
        return Finding.worst(verdict.findings(), Set.of())
                .map(found -> found.grade().status())
                .orElse(ExitStatus.OK)
                .code();
    }

    private static String firstNode(NavigableMap<Long, Node> nodes) {
        if (nodes.isEmpty()) {
            return "meta";
        }
        Node first = nodes.firstEntry().getValue();
        return first.endpoint().addr() + ":" + first.endpoint().port();
    }

    private static void makeDirectories(Path directory) throws IOException {
        if (directory.getParent() != null && !Files.exists(directory.getParent())) {
            makeDirectories(directory.getParent());
        }
        Disk.real().createDirectory(directory, null);
    }
}
