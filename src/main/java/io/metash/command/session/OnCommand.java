package io.metash.command.session;

import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Session;
import io.metash.session.Sessions;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code on}: runs a command on every open session. */
@Command(
        name = "on",
        description = {
            "Runs a command on every open session, in the order they were opened. Prints the name of each to stderr"
                    + " first.",
            "A failure on one session does not stop the others; the status is the first that is not 0.",
            "The current session stays the same.",
            "",
            "Examples:",
            "  on all count",
            "  on all ls"
        })
public final class OnCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            index = "0",
            paramLabel = "all",
            completionCandidates = Words.class,
            description = "Every open session; the word is all.")
    private String which;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> words;

    /** The words for the sessions. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("all").iterator();
        }
    }

    public OnCommand(CommandContext context) {
        this.context = context;
    }

    /** On a terminal the heads are part of the output, and stay between the lists in a pager. */
    private void head(Session session) {
        context.clearProgress();
        context.io().out().flush();
        PrintStream stream = context.io().err();
        if (context.io().outTerminal()) {
            stream = context.io().out();
        }
        stream.println("on " + Printable.text(session.name()) + ":");
        stream.flush();
    }

    @Override
    public Integer call() {
        if (!which.equals("all")) {
            throw Failure.of(ExitStatus.USAGE, "on takes the word all, not '" + which + "'")
                    .next("on all COMMAND, or COMMAND @SESSION for one session");
        }
        Sessions sessions = context.sessions();
        Session before = sessions.current();
        CommandLineRunner runner = new CommandLineRunner(context);
        int first = ExitStatus.OK.code();
        try {
            for (Session session : List.copyOf(sessions.all())) {
                context.cancel().check();
                sessions.use(session.name());
                head(session);
                int status = runner.run(words);
                if (status == ExitStatus.INTERRUPTED.code() && context.cancel().requested()) {
                    // The command has reported it.
                    return status;
                }
                if (first == ExitStatus.OK.code()) {
                    first = status;
                }
            }
        } finally {
            if (sessions.all().contains(before)) {
                sessions.use(before.name());
            }
        }
        return first;
    }
}
