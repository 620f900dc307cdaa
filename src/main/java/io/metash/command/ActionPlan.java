package io.metash.command;

import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command is about to do, one deed after the other. The same value is shown by {@code --dry-run}, shown before a
 * confirmation, and carried out; so the plan cannot say anything else than what is done. A command collects deeds while it
 * looks whether all of them can be done, and ends with {@link #run}:
 *
 * <pre>
 * Deeds deeds = new Deeds();
 * deeds.add("delete " + key, () -> client.delete(key));
 * if (!dryRun.asked()) {
 *     deeds.confirm(context, session.name(), yesIMean, session);
 * }
 * int status = deeds.run(context, dryRun.asked());
 * </pre>
 *
 * <p>A dry run prints the lines as data; a real one prints each line to stderr once its deed is done.
 */
public final class ActionPlan {
    /** So many are shown before a confirmation. */
    private static final int SHOWN = 20;

    private final List<String> lines = new ArrayList<>();
    private final List<Deed> deeds = new ArrayList<>();

    /** One thing to do. */
    @FunctionalInterface
    public interface Deed {
        /** Does it. */
        void run() throws IOException;
    }

    /** Adds a deed; {@code words} say it as a command to somebody: {@code delete a/b, 12 B}. */
    public ActionPlan add(String words, Deed deed) {
        lines.add(Printable.text(words));
        deeds.add(deed);
        return this;
    }

    /** How many there are. */
    public int size() {
        return deeds.size();
    }

    private String line(int at) {
        return lines.size() == 1 ? lines.get(0) : at + 1 + ". " + lines.get(at);
    }

    /** Shows the plan with its count on stderr, then goes on only when a person means it ({@link Confirmation#require}). */
    public void confirm(CommandContext context, String thing, String yesIMeanOrNull, Session sessionOrNull)
            throws IOException {
        Confirmation.check(context, thing, yesIMeanOrNull, sessionOrNull);
        context.clearProgress();
        context.io().err().println("plan: " + Units.count(deeds.size(), "step"));
        for (int i = 0; i < Math.min(SHOWN, lines.size()); i++) {
            context.io().err().println("  " + line(i));
        }
        if (lines.size() > SHOWN) {
            context.io().err().println("  and " + Units.number(lines.size() - SHOWN) + " more, see --dry-run");
        }
        Confirmation.require(context, thing, yesIMeanOrNull, sessionOrNull);
    }

    /** Shows all deeds, or does them; returns the exit status. When one fails, what is done and what is not is said. */
    public int run(CommandContext context, boolean dryRun) throws IOException {
        if (dryRun) {
            for (int i = 0; i < lines.size(); i++) {
                context.io().out().println(line(i));
            }
            context.io().out().flush();
            context.io().err().println("dry run: " + Units.count(deeds.size(), "step") + ", nothing was done");
            return ExitStatus.OK.code();
        }
        context.clearProgress();
        int done = 0;
        try {
            for (; done < deeds.size(); done++) {
                context.cancel().check();
                deeds.get(done).run();
                if (!context.connectionFlags().asMetactl()) {
                    context.io().err().println(line(done));
                }
            }
        } catch (IOException | RuntimeException | Error failed) {
            if (deeds.size() > 1 && !(failed instanceof Failure bug && bug.status() == ExitStatus.BUG)) {
                context.io()
                        .err()
                        .println("done: " + done + " of " + Units.count(deeds.size(), "step")
                                + "; not done, from this one on: " + line(done));
            }
            throw failed;
        }
        return ExitStatus.OK.code();
    }
}
