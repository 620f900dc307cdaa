package io.metash.command;

import io.metash.record.Failure;
import io.metash.record.Status;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connect}: opens a session. */
@Command(
        name = "connect",
        description = {
            "Opens a Raft directory, an export file or a running meta service. A directory and a file are only looked into;"
                    + " a service is read-only until 'rw on'.",
            "The password for a service comes from --password-file, else from METASH_PASSWORD, else it is asked for with"
                    + " --ask-password; without any of them root goes in as with metactl.",
            "",
            "Examples:",
            "  connect /var/lib/databend/raft",
            "  connect backup.ndjson as saved",
            "  connect 127.0.0.1:9191 as service --admin 127.0.0.1:28002"
        })
public final class ConnectCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "PLACE",
            description = "A Raft directory, an export file, or HOST:PORT[,HOST:PORT] of a service.")
    private String place;

    @Parameters(index = "1..2", arity = "0..2", paramLabel = "as NAME", description = "What to call the session.")
    private List<String> as = List.of();

    @Option(names = "--snapshot-only", description = "Shows the snapshot alone, without the log after it.")
    private boolean snapshotOnly;

    @Option(
            names = "--now",
            paramLabel = "TIME",
            description = "The time that expiry is judged by: 2026-11-24T09:45:00Z, or milliseconds since the epoch."
                    + " Else that of the last log entry.")
    private String now;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /** A connect that sees this context. */
    public ConnectCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!as.isEmpty() && (as.size() != 2 || !as.get(0).equals("as"))) {
            throw Failure.of(Status.USAGE, "connect: '" + String.join(" ", as) + "' is not understood here")
                    .next("connect PLACE as NAME");
        }
        ProgressLine progress = new ProgressLine(context, "reading");
        ConnectOptions options = ConnectOptions.standard()
                .withSnapshotOnly(snapshotOnly)
                .withNowMs(now == null ? null : (Long) time(now))
                .watched(progress, context.cancel())
                .with(service.access(context));
        Session session;
        try {
            session = context.sessions().connect(place, as.isEmpty() ? null : as.get(1), options);
        } finally {
            progress.clear();
        }
        context.io()
                .err()
                .println("connected to " + session.kind().words() + " " + Printable.text(session.place()) + " as "
                        + Printable.text(session.name()));
        Notes.print(context.io().err(), session.notes());
        return Status.OK.code();
    }

    private static long time(String text) {
        try {
            return text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Long.parseUnsignedLong(text)
                    : Instant.parse(text).toEpochMilli();
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException wrong) {
            throw Failure.of(Status.USAGE, "'" + text + "' is no time")
                    .next("write it as 2026-11-24T09:45:00Z, or as milliseconds since the epoch");
        }
    }
}
