package io.metash.command.transfer;

import io.metash.command.CommandContext;
import io.metash.command.ProgressLine;
import io.metash.command.SessionNotes;
import io.metash.command.option.TimeArguments;
import io.metash.command.session.PreviewService;
import io.metash.config.CredentialsFile;
import io.metash.files.ExitHook;
import io.metash.output.Failures;
import io.metash.output.Printable;
import io.metash.rebuild.Peers;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Node;
import io.metash.record.U64;
import io.metash.server.Credentials;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: runs an embedded meta service until it is stopped. */
@Command(
        name = "serve",
        description = {
            "Runs a single-node meta service: for demos, for tests, and to try a backup with real clients before it is"
                    + " restored.",
            "It runs until Ctrl-C or SIGTERM. Acknowledged writes are in DIR and survive even kill -9; the same command"
                    + " continues from there. With --from and no --dir it serves a copy that is removed at the end; the"
                    + " backup itself is only read.",
            "",
            "Examples:",
            "  serve --dir demo --listen 127.0.0.1:0 --admin none --for 1s",
            "  serve --from backup.ndjson --listen 127.0.0.1:0 --admin none --for 1s"
        })
public final class ServeCommand implements Callable<Integer> {
    private static final long POLL_MS = 100;

    private final CommandContext context;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The directory of the service, created if it does not exist. Not a Raft directory.")
    private @Nullable Path dir;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "The address for clients; default: 127.0.0.1:9191. Port 0 picks a free one.")
    private String listen = "127.0.0.1:9191";

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description = "The admin API's address, or none; default: 127.0.0.1:28002.")
    private String admin = "127.0.0.1:28002";

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = "An export or a Raft directory; a copy of it is served, for reading and writing.")
    private @Nullable Path from;

    @Option(
            names = "--node",
            paramLabel = "ID=HOST:PORT",
            description = "The node's id and Raft address; default: 0=localhost:28004. Each start logs them, as"
                    + " databend-meta does.")
    private @Nullable String node;

    @Option(names = "--for", paramLabel = "DURATION", description = "Ends after this time: 30s, 15m, 2h.")
    private @Nullable String span;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "A certificate chain (PEM): clients must use TLS.")
    private @Nullable Path tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM).")
    private @Nullable Path tlsKey;

    @Option(
            names = "--auth",
            paramLabel = "FILE",
            description =
                    "The users: TOML with [users], with a password for each, and strict = true to reject wrong ones."
                            + " Without it root can connect with any password.")
    private @Nullable Path auth;

    public ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        check();
        Node self = self();
        InetSocketAddress clients = ListenAddress.parse(listen, "--listen");
        InetSocketAddress adminAddress = null;
        if (!admin.equals("none")) {
            adminAddress = ListenAddress.parse(admin, "--admin");
        }
        try (OpenService running = start(clients, adminAddress, self)) {
            Thread end = new Thread(running::end, "metash-serve-end");
            ExitHook.add(end);
            say(running, clients, adminAddress);
            try {
                wait(running.service());
            } finally {
                unhook(end);
            }
        }
        return ExitStatus.OK.code();
    }

    private void check() {
        if (span != null) {
            TimeArguments.spanMs(span);
        }
        if (dir == null && from == null) {
            throw Failure.of(ExitStatus.USAGE, "serve needs --dir or --from")
                    .next("metash serve --dir DIR, or metash serve --from BACKUP for a temporary copy");
        }
        if ((tlsCert == null) != (tlsKey == null)) {
            throw Failure.of(ExitStatus.USAGE, "TLS needs both the certificate and its key")
                    .next("metash serve --tls-cert FILE --tls-key FILE");
        }
        for (Path file : tlsCert == null ? List.<Path>of() : List.of(tlsCert, tlsKey)) {
            if (!Files.isReadable(file)) {
                throw Failure.of(ExitStatus.IO, "the file cannot be read").at(file.toString());
            }
        }
    }

    /** The node named by the options, or null. */
    private @Nullable Node self() {
        if (node == null) {
            return null;
        }
        try {
            return Peers.parse(List.of(node)).firstEntry().getValue();
        } catch (Failure malformed) {
            throw Failure.of(ExitStatus.USAGE, "--node " + node + " is not a node")
                    .because(malformed.why())
                    .next("metash serve --dir DIR --node 1=localhost:28103");
        }
    }

    /** A running service with the resources to close after it. */
    private record OpenService(EmbeddedService service, Closeable all, List<String> notes) implements Closeable {
        @Override
        public void close() throws IOException {
            all.close();
        }

        /** Closes the service when a signal ends the process. */
        void end() {
            try {
                close();
            } catch (IOException failed) {
                System.err.println("metash: " + failed.getMessage());
            }
        }
    }

    private OpenService start(InetSocketAddress clients, @Nullable InetSocketAddress adminAddress, @Nullable Node self)
            throws IOException {
        UnaryOperator<ServiceOptions> with = options -> {
            ServiceOptions at = options.at(clients, adminAddress);
            if (tlsCert != null && tlsKey != null) {
                at = at.withTls(tlsCert, tlsKey);
            }
            if (self != null) {
                at = at.as(U64.parse(self.name()), self.endpoint());
            }
            if (auth != null) {
                CredentialsFile users = CredentialsFile.read(auth);
                at = at.withAuth(new Credentials(users.passwords(), users.strict()));
            }
            boolean reachable = clients.getPort() != 0 && !clients.getAddress().isAnyLocalAddress();
            if (reachable) {
                return at.withAdvertised(ListenAddress.text(clients, clients.getPort()));
            }
            return at;
        };
        ProgressLine progress = new ProgressLine(context.io(), "copying");
        try {
            if (dir == null) {
                PreviewService preview = PreviewService.start(from, with, progress, context.cancel());
                return new OpenService(preview.service(), preview, preview.notes());
            }
            ServiceOptions options = with.apply(ServiceOptions.local(dir));
            List<String> notes = new ArrayList<>();
            EmbeddedService service;
            if (from == null) {
                service = EmbeddedService.start(options);
            } else {
                Path scratch = dir.resolveSibling(dir.getFileName() + ".metash-import-"
                        + ProcessHandle.current().pid());
                service = PreviewService.startOn(from, scratch, options, progress, context.cancel(), notes);
            }
            notes.addAll(service.notes());
            return new OpenService(service, service, notes);
        } finally {
            progress.clear();
        }
    }

    private void say(OpenService running, InetSocketAddress clients, @Nullable InetSocketAddress adminAddress) {
        EmbeddedService service = running.service();
        String what = String.valueOf(dir);
        String end = "Ctrl-C ends it; acknowledged writes are kept";
        if (dir == null) {
            what = "a copy of " + from;
            end = "Ctrl-C ends it and removes the copy";
        } else if (from != null) {
            what = "a copy of " + from + " in " + dir;
        }
        context.io()
                .out()
                .println("serving " + Printable.text(what) + " at " + ListenAddress.text(clients, service.port())
                        + (adminAddress == null
                                ? ""
                                : ", admin API at " + ListenAddress.text(adminAddress, service.adminPort())));
        context.io().out().flush();
        SessionNotes.print(context.io(), running.notes());
        warn(clients, service.port());
        if (adminAddress != null) {
            warn(adminAddress, service.adminPort());
        }
        context.io().err().println(end);
    }

    private void warn(InetSocketAddress at, int port) {
        if (!ListenAddress.isLocal(at)) {
            String how = " with a password, the admin API without";
            if (auth == null) {
                how = " without a password";
            }
            context.io()
                    .err()
                    .println("warning: anyone who reaches " + ListenAddress.text(at, port)
                            + " over the network can read and change everything" + how);
        }
    }

    private void wait(EmbeddedService service) {
        long spanMs = Long.MAX_VALUE;
        if (span != null) {
            spanMs = TimeArguments.spanMs(span);
        }
        long startNs = System.nanoTime();
        String previous = null;
        try {
            while (!service.await(POLL_MS) && (System.nanoTime() - startNs) / 1_000_000 < spanMs) {
                context.cancel().check();
                if (service.broken() != null) {
                    throw Failure.of(ExitStatus.IO, "the service can no longer write, and stops")
                            .because(service.broken())
                            .next("repair the disk, then run the same command again; acknowledged writes are kept");
                }
                String note = snapshotNote(service.snapshotFailure());
                if (note != null && !note.equals(previous)) {
                    SessionNotes.print(context.io(), List.of(note));
                    context.io().err().flush();
                }
                previous = note;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** The problem with the last snapshot, or null. */
    private static @Nullable String snapshotNote(@Nullable Throwable cause) {
        if (cause == null) {
            return null;
        }
        Failure failure = Failures.of(cause);
        String note = "no snapshot could be made, the log is kept: " + failure.what();
        if (failure.where() != null) {
            note += ": " + failure.where();
        }
        return note;
    }

    /** Removes the shutdown hook, unless the process is already shutting down. */
    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            try {
                hook.join();
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
