package io.metash.command.tutor;

import io.metash.command.CommandContext;
import io.metash.command.Scripting;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tutor}: a drill on a sample cluster. */
@Command(
        name = "tutor",
        description = {
            "A drill of ten minutes on a sample cluster in a scratch directory: look around, back up, break it,"
                    + " rebuild it.",
            "You type the commands at the usual prompt; each step is verified before the next is shown. tutor shows"
                    + " the current step again, tutor steps lists all steps, tutor stop ends the drill and removes its"
                    + " directory.",
            "",
            "Examples:",
            "  tutor",
            "  tutor steps",
            "  tutor stop"
        })
public final class TutorCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "ACTION", description = "steps, break or stop.")
    private @Nullable Action action;

    /** The actions on a drill. */
    enum Action {
        STEPS,
        BREAK,
        STOP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TutorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        PrintStream out = context.io().out();
        boolean list = action == Action.STEPS || action == null && context.oneShot();
        if (list) {
            Drill.list(out);
        } else if (action == Action.STOP) {
            stop();
        } else if (action == Action.BREAK) {
            running().breakStore();
            context.io().err().println("overwrote a part of the log of $drill/node1");
        } else {
            if (!(context.shell().listener() instanceof Drill)) {
                begin(out);
            }
            running().show(out);
        }
        return ExitStatus.OK.code();
    }

    private void begin(PrintStream out) throws IOException {
        Scripting scripting = context.scripting();
        Drill drill = Drill.begin(context);
        context.shell().listener(drill);
        scripting.set("drill", drill.directory().toString());
        drill.greet(out);
    }

    private Drill running() {
        if (!(context.shell().listener() instanceof Drill drill)) {
            throw Failure.of(ExitStatus.USAGE, "no drill is running").next("tutor");
        }
        return drill;
    }

    private void stop() throws IOException {
        if (!(context.shell().listener() instanceof Drill drill)) {
            context.io().err().println("no drill is running");
            return;
        }
        drill.close();
        context.shell().listener(null);
        context.scripting().unset("drill");
        context.io().err().println("the drill has ended, its directory was removed");
    }
}
