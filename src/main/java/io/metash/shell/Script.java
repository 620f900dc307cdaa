package io.metash.shell;

import io.metash.command.CommandLineRunner;
import io.metash.command.Context;
import io.metash.command.Failures;
import io.metash.record.Failure;
import io.metash.record.Status;
import java.util.List;

/** Runs the commands of a text one after the other and stops at the first that fails, with its exit status. */
final class Script {
    private final Context context;
    private final CommandLineRunner runner;

    Script(Context context) {
        this.context = context;
        this.runner = new CommandLineRunner(context);
    }

    /** Runs a text; {@code name} is what errors call it. */
    int run(String text, String name) {
        List<Words.Command> commands;
        try {
            commands = Words.parse(text, name);
        } catch (Words.Unfinished unfinished) {
            Failure failure = Failure.of(Status.USAGE, "the script ends inside quotes")
                    .at(name)
                    .next("close the quotes");
            Failures.render(failure, context.io(), context.debug());
            return failure.status().code();
        } catch (Failure failure) {
            Failures.render(failure, context.io(), context.debug());
            return failure.status().code();
        }
        int status = 0;
        for (Words.Command command : commands) {
            status = runner.run(command.texts());
            if (context.exitAsked() != null) {
                return context.exitAsked();
            }
            if (status != 0) {
                context.io()
                        .err()
                        .println("metash: stopped at " + name + ":" + command.line() + ":" + command.column()
                                + ", exit status " + status);
                return status;
            }
        }
        return status;
    }
}
