package io.metash.command;

import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a command, a list of actions. The same plan is printed by {@code --dry-run}, shown before a
 * confirmation, and executed. A command adds actions while it checks that all of them are possible, and ends with
 * {@link #run}:
 *
 * <pre>
 * ActionPlan plan = new ActionPlan();
 * plan.add("delete " + key, () -> client.delete(key));
 * if (!dryRun.asked()) {
 *     plan.confirm(context, session.name(), yesIMean, session);
 * }
 * int status = plan.run(context, dryRun.given());
 * </pre>
 *
 * <p>A dry run prints the lines as data; a real run prints each line to stderr once its action is done.
 */
public final class ActionPlan {
    /** The maximum number of lines shown before a confirmation. */
    private static final int SHOWN = 20;

    private final List<String> lines = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /** An action of the plan. */
    @FunctionalInterface
    public interface Step {
        /** Runs the action. */
        void run() throws IOException;
    }

    /** Adds an action; {@code words} describe the action in the imperative: {@code delete a/b, 12 B}. */
    public ActionPlan add(String words, Step step) {
        lines.add(Printable.command(words));
        steps.add(step);
        return this;
    }

    /** The number of actions. */
    public int size() {
        return steps.size();
    }

    private String line(int at) {
        if (lines.size() == 1) {
            return lines.get(0);
        }
        return at + 1 + ". " + lines.get(at);
    }

    /** Prints the plan with its count to stderr, and requires a confirmation ({@link Confirmation#require}). */
    public void confirm(CommandContext context, String name, @Nullable String yesIMean, @Nullable Session session)
            throws IOException {
        Confirmation.check(context, name, yesIMean, session);
        context.clearProgress();
        context.io().err().println("plan: " + Units.count(steps.size(), "step"));
        for (int i = 0; i < Math.min(SHOWN, lines.size()); i++) {
            context.io().err().println("  " + line(i));
        }
        if (lines.size() > SHOWN) {
            context.io().err().println("  and " + Units.number(lines.size() - SHOWN) + " more, see --dry-run");
        }
        Confirmation.require(context, name, yesIMean, session);
    }

    /**
     * Prints or runs all actions; returns the exit status. On a failure, reports the actions that were done and those that
     * were not.
     */
    public int run(CommandContext context, boolean dryRun) throws IOException {
        if (dryRun) {
            for (int i = 0; i < lines.size(); i++) {
                context.io().row("", line(i));
            }
            context.io().out().flush();
            context.io().err().println("dry run: " + Units.count(steps.size(), "step") + ", nothing was done");
            return ExitStatus.OK.code();
        }
        context.clearProgress();
        int done = 0;
        try {
            for (; done < steps.size(); done++) {
                context.cancel().check();
                steps.get(done).run();
                if (!context.connectionFlags().asMetactl()) {
                    context.io().err().println(line(done));
                }
            }
        } catch (IOException | RuntimeException | Error failed) {
            if (steps.size() > 1 && !(failed instanceof Failure bug && bug.status() == ExitStatus.BUG)) {
                context.io()
                        .err()
                        .println("done: " + done + " of " + Units.count(steps.size(), "step")
                                + "; not done, starting with: " + line(done));
            }
            throw failed;
        }
        return ExitStatus.OK.code();
    }
}
