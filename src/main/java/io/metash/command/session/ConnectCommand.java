package io.metash.command.session;

import io.metash.client.Address;
import io.metash.command.CommandContext;
import io.metash.command.FastArguments;
import io.metash.command.ProgressLine;
import io.metash.command.SessionNotes;
import io.metash.command.option.AcceptOption;
import io.metash.command.option.ConnectionOptions;
import io.metash.command.option.TimeArguments;
import io.metash.config.NamedConnection;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.record.ShellWord;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connect}: opens a session. */
@Command(
        name = "connect",
        description = {
            "Opens a Raft directory, an export file or a running meta service. A directory or a file is only read;"
                    + " a service is read-only until 'rw on'.",
            "'embedded' starts a small service that ends with the session. It is empty, or with"
                    + " --from a copy of a backup or a Raft directory, where changes can be tried.",
            "The password of a service comes from --password-file, --ask-password, the settings or"
                    + " METASH_PASSWORD; otherwise it is empty. The user is root unless set.",
            "",
            "Examples:",
            "  connect /var/lib/databend/raft",
            "  connect backup.ndjson as saved",
            "  connect 127.0.0.1:9191 as service --admin 127.0.0.1:28002",
            "  connect embedded as preview --from backup.ndjson"
        })
public final class ConnectCommand implements Callable<Integer>, FastArguments.Command {
    private final CommandContext context;

    @Parameters(
            index = "0",
            paramLabel = "PLACE",
            description =
                    "A Raft directory, an export file, HOST:PORT[,HOST:PORT] of a service, a connection named in the"
                            + " settings, or embedded.")
    private String place;

    @Parameters(
            index = "1..2",
            arity = "0..2",
            paramLabel = "[as NAME]",
            hideParamSyntax = true,
            description = "The name of the session.")
    private List<String> as = List.of();

    @Option(names = "--snapshot-only", description = "Shows the snapshot alone, without the log after it.")
    private boolean snapshotOnly;

    @Option(
            names = "--now",
            paramLabel = "TIME",
            description = "The time for expiry: 2026-11-24T09:45:00Z, or milliseconds since the epoch."
                    + " Default: the time of the last log entry.")
    private @Nullable String now;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            description = "The address of the service's admin API; default: port 28002 of its host.")
    private @Nullable String admin;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "With embedded: an export or a Raft directory; a copy of it is served.")
    private @Nullable Path from;

    @Option(
            names = "--salvage",
            description =
                    "For a damaged Raft directory: shows its intact part, from an older snapshot if necessary; lists"
                            + " the losses, and ends with status 4. The session still opens; in a script use: try"
                            + " connect ...")
    private boolean salvage;

    @Mixin
    private AcceptOption accept = new AcceptOption();

    @Mixin
    private ConnectionOptions service = new ConnectionOptions();

    public ConnectCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public FastArguments fastArguments() {
        return new FastArguments().words(1, words -> place = words.get(0));
    }

    @Override
    public boolean complete() {
        return place != null;
    }

    @Override
    public Integer call() throws IOException {
        if (!as.isEmpty() && (as.size() != 2 || !as.get(0).equals("as"))) {
            throw Failure.of(ExitStatus.USAGE, "connect: '" + String.join(" ", as) + "' is not valid here")
                    .next("connect PLACE as NAME");
        }
        if (from != null && !place.equals(PreviewService.EMBEDDED)) {
            throw Failure.of(ExitStatus.USAGE, "--from requires 'embedded'")
                    .next("connect embedded --from " + ShellWord.of(from));
        }
        NamedConnection named = context.config().connection(place);
        String at = place;
        String name = null;
        if (named != null) {
            at = named.place();
            name = named.name();
        }
        if (!as.isEmpty()) {
            name = as.get(1);
        }
        ConnectOptions options = ConnectOptions.standard()
                .withSnapshotOnly(snapshotOnly)
                .withSalvage(salvage)
                .withAccepted(accept.checks())
                .withNowMs(now == null ? null : (Long) TimeArguments.parse(now))
                .watched(Progress.NONE, context.cancel())
                .with(service.access(context, named, admin));
        if (salvage && !Files.isDirectory(Path.of(at))) {
            throw Failure.of(ExitStatus.USAGE, "--salvage reads a damaged Raft directory")
                    .at(at)
                    .next("connect DIR --salvage");
        }
        Session session = open(at, name, options);
        if (named != null && named.danger()) {
            context.state(session).markDanger();
        }
        context.io()
                .err()
                .println("connected to " + session.kind().words() + " " + Printable.text(session.place()) + " as "
                        + Printable.text(session.name()));
        SessionNotes.print(context.io(), session.notes());
        return SessionNotes.lost(context.io().err(), session.losses());
    }

    /**
     * Opens a session. Reading a file shows progress; a service reads nothing at first.
     *
     * @param name its name, or null for the default of the place
     */
    private Session open(String at, @Nullable String name, ConnectOptions options) throws IOException {
        if (Address.isList(at) && !Files.exists(Path.of(at))) {
            return context.sessions().connect(at, name, options);
        }
        ProgressLine progress = new ProgressLine(context, "reading");
        try {
            ConnectOptions shown = options.watched(progress, context.cancel());
            if (at.equals(PreviewService.EMBEDDED)) {
                return PreviewService.connect(context, from, name, shown);
            }
            return context.sessions().connect(at, name, shown);
        } finally {
            progress.clear();
        }
    }
}
