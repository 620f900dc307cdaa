package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.command.SessionState;
import io.metash.output.Printable;
import io.metash.output.Style;
import io.metash.session.Session;
import java.util.concurrent.TimeUnit;

/**
 * {@code metash prod (dir ro, log 1042) /__fd_table/ [6]> }: the session, its kind, whether it is writable and for how long,
 * its state, the current prefix, and the last exit status unless it was 0. A production store has a {@code !} on both sides
 * of its name. On a narrow terminal the first and the longest parts are omitted.
 */
final class Prompt {
    private static final int NARROW = 60;

    private final CommandContext context;

    Prompt(CommandContext context) {
        this.context = context;
    }

    /** Formats the prompt with colours. */
    String text(int lastStatus) {
        int width = context.io().width().getAsInt();
        StringBuilder prompt = new StringBuilder(width < NARROW ? "" : "metash ");
        if (context.sessions().hasCurrent()) {
            session(context.sessions().current(), width, prompt);
        }
        if (prompt.isEmpty()) {
            prompt.append("metash ");
        }
        if (lastStatus != 0) {
            prompt.append(in(Style.BAD, "[" + lastStatus + "]")).append(' ');
        }
        prompt.setLength(prompt.length() - 1);
        return prompt.append("> ").toString();
    }

    private void session(Session session, int width, StringBuilder prompt) {
        SessionState state = context.state(session);
        String name = Printable.text(session.name());
        prompt.append(state.danger() ? in(Style.BAD, "!" + name + "!") : in(Style.SESSION, name));
        long left = state.writableForNanos();
        String shown = Printable.text(session.promptState());
        prompt.append(" (").append(session.kind().label()).append(' ');
        prompt.append(left > 0 ? in(Style.BAD, "rw " + span(left)) : "ro");
        long secrets = state.secretsShownForNanos();
        if (secrets > 0) {
            prompt.append(", ").append(in(Style.BAD, "secrets " + span(secrets)));
        }
        if (!session.losses().isEmpty()) {
            prompt.append(", ").append(in(Style.BAD, "salvaged"));
        }
        if (session.shownPast().isPresent()) {
            prompt.append(", ").append(in(Style.BAD, shown));
        } else if (!shown.isEmpty() && width >= NARROW) {
            prompt.append(", ").append(shown);
        }
        prompt.append(") ");
        String directory = Printable.text(state.directory());
        if (!directory.isEmpty()) {
            prompt.append(in(Style.KEY, "/" + shortened(directory, width / 4))).append(' ');
        }
    }

    private static String shortened(String directory, int most) {
        int cut = 0;
        if (directory.length() > most) {
            cut = directory.indexOf('/', directory.length() - most);
        }
        if (cut <= 0) {
            return directory;
        }
        return "..." + directory.substring(cut);
    }

    /** Formats a time span: {@code 15m}, rounded up; {@code 50s} in the last minute; or hours. */
    private static String span(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        long minutes = seconds / 60 + 1;
        if (seconds < 60) {
            return seconds + "s";
        }
        if (minutes < 120) {
            return minutes + "m";
        }
        return minutes / 60 + "h";
    }

    private String in(Style style, String text) {
        return style.on(text, context.io().colored());
    }
}
