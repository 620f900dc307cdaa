package io.metash.command;

import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Confirms a change: the user types the name of its target, or gives it with {@code --yes-i-mean}. A command first checks
 * whether it can run, then shows its plan, then calls {@link #require}; before long work it calls {@link #check}, so that a
 * change that cannot be confirmed fails at once.
 */
public final class Confirmation {
    private Confirmation() {}

    /** The text to type for a path: its last part. */
    public static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        if (name == null) {
            return "/";
        }
        return name.toString();
    }

    /** Whether the right name was typed; fails on a wrong name. */
    public static boolean given(@Nullable String typed, Path path) {
        return given(typed, nameOf(path));
    }

    private static boolean given(@Nullable String typed, String name) {
        if (typed != null && !typed.equals(name)) {
            throw Failure.of(ExitStatus.REFUSED, "--yes-i-mean " + typed + " does not match")
                    .because("the command changes " + name)
                    .next("preview it with --dry-run, then add --yes-i-mean " + Advice.word(name));
        }
        return typed != null;
    }

    /**
     * Requires a confirmation by the user.
     *
     * @param name the name of the target, to be typed
     * @param yesIMean the value of {@code --yes-i-mean}, or null
     * @param session the changed session, or null; for a production session the flag alone is not enough
     */
    public static void require(
            CommandContext context, String name, @Nullable String yesIMean, @Nullable Session session)
            throws IOException {
        boolean danger = isDanger(context, session);
        Prompter prompter = context.prompter();
        check(context, name, yesIMean, session);
        // Without a prompter, the check passes only if the option confirms the change.
        if (prompter == null || yesIMean != null && !danger) {
            return;
        }
        context.clearProgress();
        String question = "To continue, type " + Printable.text(name) + ": ";
        if (danger) {
            question = "This is a production store. " + question;
        }
        String answer = prompter.ask(question);
        if (answer == null || answer.isBlank()) {
            throw refused("nothing was typed");
        }
        if (!answer.strip().equals(name)) {
            throw refused("the answer is not " + name);
        }
    }

    private static Failure refused(String why) {
        return Failure.of(ExitStatus.REFUSED, "not confirmed, so nothing was changed")
                .because(why);
    }

    /** Fails if {@link #require} would fail without asking. Call it before any work. */
    public static void check(
            CommandContext context, String name, @Nullable String yesIMean, @Nullable Session session) {
        boolean named = given(yesIMean, name);
        if (context.prompter() != null) {
            return;
        }
        if (session != null && context.state(session).danger()) {
            throw Failure.of(ExitStatus.REFUSED, "this store is marked as production")
                    .at(session.name())
                    .because("it can only be changed at a terminal, even with --yes-i-mean")
                    .next("run it at the prompt of metash");
        }
        if (!named) {
            throw Failure.of(ExitStatus.REFUSED, "a confirmation is required, but there is no terminal")
                    .at(name)
                    .next("preview it with --dry-run, then add --yes-i-mean " + Advice.word(name));
        }
    }

    private static boolean isDanger(CommandContext context, @Nullable Session session) {
        return session != null && context.state(session).danger();
    }
}
