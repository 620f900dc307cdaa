package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.config.Config;
import java.nio.file.Path;

/**
 * The options before the command or the script.
 *
 * @param debug whether failures are shown with their stack
 * @param config the settings in force
 * @param echo whether a script shows each command before it runs ({@code -x})
 * @param allowShell whether a script may run programs ({@code --allow-shell})
 * @param record where a script of all that is run is written to, or null
 * @param history whether the lines of a prompt are kept
 */
public record ShellOptions(
        boolean debug, Config config, boolean echo, boolean allowShell, Path record, boolean history) {
    /** The defaults. */
    public static ShellOptions standard() {
        return new ShellOptions(false, Config.standard(), false, false, null, true);
    }

    /** Puts into a context what commands see of it. */
    void into(CommandContext context) {
        context.use(config);
        if (!history) {
            context.keepNoHistory();
        }
    }
}
