package io.metash.command.session;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.command.CommandContext;
import io.metash.command.SessionNotes;
import io.metash.files.DeleteOnExit;
import io.metash.files.Disk;
import io.metash.files.ExitHook;
import io.metash.integrity.StoreCheck;
import io.metash.raftdir.RaftDir;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.legacy.LiftOptions;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.rebuild.Import;
import io.metash.rebuild.ImportRequest;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import io.metash.session.CacheDirectory;
import io.metash.session.ConnectOptions;
import io.metash.session.EndpointSession;
import io.metash.session.ServiceAccess;
import io.metash.session.Session;
import io.metash.upgrade.ExportText;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An embedded service on a copy of a backup or a Raft directory, in a scratch directory that is removed at the end. The
 * original is only read. An export is imported with all checks of a real import, so a preview shows what a restore would
 * yield.
 */
public final class PreviewService implements Closeable {
    /** The place name of the embedded service. */
    static final String EMBEDDED = "embedded";

    private static final String PREFIX = "metash-serve-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");

    private final Path directory;
    private final EmbeddedService service;
    private final List<String> notes;
    private final Thread atExit = new Thread(this::closeAtExit, "metash-preview-end");
    private boolean closed;

    private PreviewService(Path directory, EmbeddedService service, List<String> notes) {
        this.directory = directory;
        this.service = service;
        this.notes = notes;
    }

    /**
     * Copies a store and serves it.
     *
     * @param from an export or a Raft directory; null for a new, empty store
     * @param options adjusts the default options of a service
     */
    public static PreviewService start(
            @Nullable Path from, UnaryOperator<ServiceOptions> options, Progress progress, Cancel cancel)
            throws IOException {
        Path scratch = CacheDirectory.ofUser().scratch();
        removeLeftovers(scratch);
        Path directory = DeleteOnExit.create(() -> Files.createTempDirectory(
                scratch, PREFIX + ProcessHandle.current().pid() + "-"));
        try {
            ServiceOptions with = options.apply(ServiceOptions.local(directory.resolve("service")));
            List<String> notes = new ArrayList<>();
            EmbeddedService service;
            if (from == null) {
                service = EmbeddedService.start(with);
            } else {
                service = startOn(from, directory.resolve("import"), with, progress, cancel, notes);
            }
            notes.addAll(service.notes());
            PreviewService preview = new PreviewService(directory, service, notes);
            // From here on, the service must stop before its files are removed.
            ExitHook.add(preview.atExit);
            DeleteOnExit.remove(directory);
            return preview;
        } catch (IOException | RuntimeException failed) {
            Disk.real().deleteTree(directory);
            DeleteOnExit.remove(directory);
            throw failed;
        }
    }

    /**
     * Opens a session on a service inside this process; closing the session stops the service.
     *
     * @param from the store to serve a copy of; null for an empty store
     * @param name the session name, or null
     */
    static Session connect(CommandContext context, @Nullable Path from, @Nullable String name, ConnectOptions options)
            throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        PreviewService preview = start(from, with -> with.at(any, any), options.progress(), options.cancel());
        try {
            EmbeddedService service = preview.service();
            ServiceAccess access = new ServiceAccess(
                    ClientOptions.STANDARD, new Address("127.0.0.1", service.adminPort()), context::cancel);
            Session session = context.sessions()
                    .connect(
                            "127.0.0.1:" + service.port(),
                            name != null ? name : freeName(context),
                            options.with(access));
            ((EndpointSession) session).closeWith(preview);
            SessionNotes.print(context.io(), preview.notes());
            return session;
        } catch (IOException | RuntimeException failed) {
            preview.close();
            throw failed;
        }
    }

    private static String freeName(CommandContext context) {
        List<String> args = context.sessions().all().stream().map(Session::name).toList();
        String name = EMBEDDED;
        for (int i = 2; args.contains(name); i++) {
            name = EMBEDDED + "-" + i;
        }
        return name;
    }

    /**
     * Starts a service on a copy of a store.
     *
     * @param scratch the directory for importing an export; removed before this returns
     */
    public static EmbeddedService startOn(
            Path from, Path scratch, ServiceOptions options, Progress progress, Cancel cancel, List<String> notes)
            throws IOException {
        if (Files.isDirectory(from) && !LegacyDir.isAt(from)) {
            return copied(from, options, notes);
        }
        if (!Files.exists(from)) {
            throw Failure.of(ExitStatus.IO, "no such file or directory")
                    .at(from.toString())
                    .next("metash serve --from BACKUP or --from RAFT-DIR");
        }
        try {
            imported(from, scratch, progress, cancel, notes);
            return copied(scratch, options, notes);
        } finally {
            if (Files.exists(scratch)) {
                Disk.real().deleteTree(scratch);
            }
        }
    }

    private static EmbeddedService copied(Path raftDir, ServiceOptions options, List<String> notes) throws IOException {
        try (RaftDir dir = RaftDir.open(raftDir)) {
            notes.addAll(Note.texts(dir.notes()));
            return EmbeddedService.start(options, dir);
        }
    }

    private static void imported(Path file, Path into, Progress progress, Cancel cancel, List<String> notes)
            throws IOException {
        ImportRequest request = new ImportRequest(
                into, null, EnumSet.noneOf(StoreCheck.class), false, Long.toString(System.currentTimeMillis(), 36));
        if (Files.isDirectory(file)) {
            LiftOptions lifting = new LiftOptions(CacheDirectory.ofUser().scratch(), progress, cancel);
            try (Import work = new Import(request, Disk.real(), System::currentTimeMillis);
                    StoredDirectory dir = StoredDirectory.open(file, lifting);
                    RecordSource source = dir.export()) {
                work.preflight(source.bytesTotal());
                work.prepare(source, file.toString(), progress, cancel);
                notes.addAll(work.commit().notes());
                notes.addAll(Note.texts(dir.notes()));
                notes.addAll(dir.lifted());
            }
            return;
        }
        try (Import work = new Import(request, Disk.real(), System::currentTimeMillis);
                ExportText source =
                        ExportText.open(file, CacheDirectory.ofUser().scratch())) {
            work.preflight(source.bytesTotal());
            work.prepare(source, file.toString(), progress, cancel);
            notes.addAll(work.commit().notes());
            notes.addAll(source.notes());
        }
    }

    /** Removes directories of killed processes. */
    private static void removeLeftovers(Path scratch) throws IOException {
        List<Path> all;
        try (Stream<Path> list = Files.list(scratch)) {
            all = list.toList();
        }
        for (Path directory : all) {
            Matcher name = NAME.matcher(directory.getFileName().toString());
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                Disk.real().deleteTree(directory);
            }
        }
    }

    /** The service. */
    public EmbeddedService service() {
        return service;
    }

    /** Notes about the copy for the user, one sentence each. */
    public List<String> notes() {
        return notes;
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            service.close();
        } finally {
            Disk.real().deleteTree(directory);
        }
        if (Thread.currentThread() != atExit) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException e) {
                // A second close has nothing to do.
            }
        }
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException failed) {
            System.err.println("metash: cannot delete temporary data, remove it: " + directory);
        }
    }
}
