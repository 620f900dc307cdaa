package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.config.Config;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The options before the command or the script.
 *
 * @param debug whether failures are rendered with a stack trace
 * @param config the settings in force
 * @param echo whether each command of a script is printed before it runs ({@code -x})
 * @param allowShell whether a script may run programs ({@code --allow-shell})
 * @param record the file that executed commands are recorded to, or null
 * @param history whether typed lines are saved in the history
 */
public record ShellOptions(
        boolean debug, Config config, boolean echo, boolean allowShell, @Nullable Path record, boolean history) {
    /** The default options. */
    public static ShellOptions standard() {
        return new ShellOptions(false, Config.standard(), false, false, null, true);
    }

    /** Sets the options in a command context. */
    void into(CommandContext context) {
        context.use(config);
        if (!context.interactive()) {
            ProgressEnd.watch(context);
        }
        if (!history) {
            context.shell().keepNoHistory();
        }
    }
}
