package io.metash.command.service;

import io.metash.command.CommandContext;
import io.metash.command.Confirmation;
import io.metash.command.SessionState;
import io.metash.command.option.OnOff;
import io.metash.command.option.TimedSetting;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rw}: makes a session writable or read-only. */
@Command(
        name = "rw",
        description = {
            "Allows writes to the current session for a limited time (default: 15 minutes), or forbids them"
                    + " again. Without an argument it shows the setting.",
            "Every session starts read-only; only a running service can be written.",
            "",
            "Examples:",
            "  rw @live on 15m",
            "  rw @live off"
        })
public final class RwCommand implements Callable<Integer> {
    private static final TimedSetting SETTING = new TimedSetting("rw", "on", "off", 86_400_000, "a day", "rw on 15m");

    private final CommandContext context;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "on|off",
            completionCandidates = OnOff.class,
            description = "Whether writes are allowed.")
    private @Nullable String mode;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DURATION",
            description = "For how long: 30s, 15m, 2h; a day at most.")
    private String span = "15m";

    public RwCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Session session = context.session();
        SessionState state = context.state(session);
        if (mode != null) {
            if (SETTING.switchesOn(mode)) {
                allow(session, state);
            } else {
                state.allowWritesForNanos(0);
            }
        }
        long left = state.writableForNanos();
        context.io()
                .err()
                .println(Printable.text(session.name())
                        + (left == 0 ? " is read-only" : " may be written for " + Units.seconds(left / 1e9)));
        return ExitStatus.OK.code();
    }

    private void allow(Session session, SessionState state) throws IOException {
        if (session.kind() != SessionKind.ENDPOINT) {
            context.requireWritable(session);
        }
        long nanos = SETTING.nanos(span);
        if (state.danger()) {
            Confirmation.require(context, session.name(), null, session);
        }
        state.allowWritesForNanos(nanos);
    }
}
