package io.metash.command;

import io.metash.record.Status;
import io.metash.session.Session;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sessions}: lists what is open. */
@Command(
        name = "sessions",
        description = {"Lists the open sessions; the star marks the current one.", "", "Example:", "  sessions"})
public final class SessionsCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /** A list that sees this context. */
    public SessionsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Session> all = context.sessions().all();
        int width = all.stream()
                .mapToInt(session -> Printable.text(session.name()).length())
                .max()
                .orElse(0);
        for (Session session : all) {
            boolean current = session == context.sessions().current();
            context.io()
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s %-" + width + "s  %-14s  %s",
                            current ? "*" : " ",
                            Printable.text(session.name()),
                            session.kind().words(),
                            Printable.text(session.place())));
        }
        if (all.isEmpty()) {
            context.io().err().println("no session is open; connect PLACE opens one");
        }
        return Status.OK.code();
    }
}
