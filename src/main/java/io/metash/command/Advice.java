package io.metash.command;

import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.session.Session;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats commands in advice as the reader has to type them: at the prompt or in the system's shell. */
public final class Advice {
    private static final Pattern CALL = Pattern.compile("\\bmetash ([a-z][a-z-]*)");
    private static final Pattern TEXT = Pattern.compile("\\bmetash -c '([^']*)'");

    /** A call of a program of the system, at the start of advice or after its words. */
    private static final Pattern PROGRAM =
            Pattern.compile("(?<=^|: |or )(?=(?:rm|rm -r|cp -a|mv|chmod [0-9o]\\S*|df -h) [/.'$\\w]|printf '\\{)");

    /** Commands whose arguments may be sessions. */
    private static final Set<String> ON_SESSIONS = Set.of("verify", "doctor", "inspect", "diff", "explain-membership");

    private Advice() {}

    /** The command itself in the shell; prefixed with the program's name outside. */
    public static String command(CommandContext context, String words) {
        if (context.interactive()) {
            return words;
        }
        return "metash " + words;
    }

    /** Quotes a word if necessary. */
    public static String word(String text) {
        return ShellWord.of(text);
    }

    /**
     * Converts advice written for the system's shell: at the prompt, commands lose the program's name, and programs of
     * the system follow an exclamation mark and are quoted for {@code /bin/sh}.
     */
    public static String forContext(CommandContext context, String advice) {
        if (!context.interactive()) {
            return advice;
        }
        String ours = advice;
        if (advice.contains("metash ")) {
            ours = withoutName(context, advice);
        }
        Matcher program = PROGRAM.matcher(ours);
        if (!program.find()) {
            return ours;
        }
        // A program is the last command of its advice.
        return ours.substring(0, program.start()) + "! " + ShellWord.posix(ours.substring(program.start()));
    }

    private static String withoutName(CommandContext context, String advice) {
        String typed = TEXT.matcher(advice).replaceAll(match -> Matcher.quoteReplacement(match.group(1)));
        Set<String> names = context.table().names();
        typed = CALL.matcher(typed)
                .replaceAll(match ->
                        Matcher.quoteReplacement(names.contains(match.group(1)) ? match.group(1) : match.group()));
        return withSessions(context, typed);
    }

    /** A failure with its advice converted by {@link #forContext(CommandContext, String)}. */
    public static Failure forContext(CommandContext context, Failure failure) {
        if (failure.next() == null) {
            return failure;
        }
        String advice = forContext(context, failure.next());
        if (advice.equals(failure.next())) {
            return failure;
        }
        return failure.next(advice);
    }

    /** Replaces the place of an open session by {@code @name}. */
    private static String withSessions(CommandContext context, String advice) {
        int end = advice.indexOf(' ');
        if (end < 0 || !ON_SESSIONS.contains(advice.substring(0, end))) {
            return advice;
        }
        for (Session session : context.sessions().all()) {
            String place = " " + ShellWord.of(session.place());
            int at = advice.indexOf(place, end);
            boolean whole =
                    at >= 0 && (at + place.length() == advice.length() || advice.charAt(at + place.length()) == ' ');
            if (whole) {
                return advice.substring(0, at) + " @" + session.name() + advice.substring(at + place.length());
            }
        }
        return advice;
    }
}
