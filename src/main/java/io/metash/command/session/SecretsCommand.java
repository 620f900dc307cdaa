package io.metash.command.session;

import io.metash.command.CommandContext;
import io.metash.command.Confirmation;
import io.metash.command.SessionState;
import io.metash.command.option.TimedSetting;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Session;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code secrets}: shows or hides secrets for a limited time. */
@Command(
        name = "secrets",
        description = {
            "Shows secrets in the values of the current session for a limited time (default: 10 minutes), or"
                    + " hides them again. Without an argument it shows the setting. Works at a prompt only, after"
                    + " confirmation; the prompt shows the time left. Elsewhere --show-secrets shows them for one"
                    + " command.",
            "",
            "Examples:",
            "  secrets",
            "  secrets hide"
        })
public final class SecretsCommand implements Callable<Integer> {
    private static final TimedSetting SETTING =
            new TimedSetting("secrets", "show", "hide", 3_600_000, "an hour", "secrets show 10m");

    private final CommandContext context;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "show|hide",
            completionCandidates = Words.class,
            description = "Whether secrets are shown.")
    private @Nullable String mode;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DURATION",
            description = "For how long: 30s, 10m; an hour at most.")
    private String span = "10m";

    /** The argument words, for completion. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("show", "hide").iterator();
        }
    }

    public SecretsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Session session = context.session();
        SessionState state = context.state(session);
        if (mode != null) {
            if (SETTING.switchesOn(mode)) {
                show(session, state);
            } else {
                state.showSecretsForNanos(0);
            }
        }
        long left = state.secretsShownForNanos();
        String name = Printable.text(session.name());
        context.io()
                .err()
                .println(
                        left == 0
                                ? "secrets of " + name + " are hidden"
                                : "secrets of " + name + " are shown for " + Units.seconds(left / 1e9));
        return ExitStatus.OK.code();
    }

    private void show(Session session, SessionState state) throws IOException {
        long nanos = SETTING.nanos(span);
        if (!context.interactive()) {
            throw Failure.of(ExitStatus.REFUSED, "'secrets show' works at the prompt only")
                    .next("--show-secrets shows them for one command");
        }
        Confirmation.require(context, session.name(), null, session);
        state.showSecretsForNanos(nanos);
    }
}
