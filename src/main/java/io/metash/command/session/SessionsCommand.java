package io.metash.command.session;

import io.metash.command.CommandContext;
import io.metash.command.SessionState;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.session.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sessions}: lists the open sessions. */
@Command(
        name = "sessions",
        description = {
            "Lists the open sessions: their kind, whether they are writable, and the current prefix of each.",
            "",
            "Examples:",
            "  sessions",
            "  sessions -o json"
        })
public final class SessionsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private OutputOption output = new OutputOption();

    public SessionsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Listing list = output.open(
                context,
                Column.flag("current"),
                Column.text("name"),
                Column.text("kind"),
                Column.text("mode"),
                Column.text("at"),
                Column.text("place"));
        for (Session session : context.sessions().all()) {
            SessionState state = context.state(session);
            list.row(
                    session == context.sessions().current(),
                    session.name(),
                    session.kind().label(),
                    state.writableForNanos() > 0 ? "rw" : "ro",
                    "/" + state.directory(),
                    session.place());
        }
        if (list.rows() == 0) {
            context.io().err().println("no session is open; connect PLACE opens one");
        }
        return output.end(context, list, Units.count(list.rows(), "session"));
    }
}
