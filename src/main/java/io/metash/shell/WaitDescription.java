package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import java.util.List;
import java.util.Optional;

/** Describes what a command waits for, derived from its words and the session. */
final class WaitDescription {
    private WaitDescription() {}

    /** The meta service of the session, the store of the session, or the command itself. */
    static String of(CommandContext context, List<String> words, boolean onScreen) {
        String command = String.join(" ", words);
        boolean opens = words.get(0).equals("connect");
        Optional<Session> session = Optional.empty();
        if (!opens) {
            session = session(context, words);
        }
        if (session.isEmpty()) {
            return command;
        }
        String place = session.get().place();
        String from = place;
        if (session.get().kind() == SessionKind.ENDPOINT) {
            from = "the meta service at " + place;
        }
        if (onScreen) {
            return from;
        }
        return from + " (" + command + ")";
    }

    private static Optional<Session> session(CommandContext context, List<String> words) {
        String named;
        if (words.size() > 1 && words.get(1).startsWith("@")) {
            named = words.get(1).substring(1);
        } else {
            named = null;
        }
        if (named == null) {
            if (context.sessions().hasCurrent()) {
                return Optional.of(context.session());
            }
            return Optional.empty();
        }
        return context.sessions().all().stream()
                .filter(open -> open.name().equals(named))
                .findFirst();
    }
}
