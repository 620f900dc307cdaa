package io.metash.shell;

import io.metash.config.Config;
import io.metash.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pager: the setting {@code pager} (overridden by {@code METASH_PAGER}), else {@code PAGER}, else {@code less
 * -FXRS}. An empty value means none.
 *
 * @param command the command for the system's shell; empty for none
 */
record Pager(String command) {
    private static final String STANDARD = "less -FXRS";

    /** The configured pager. */
    static Pager of(Config config) {
        return of(config.text(Setting.PAGER), System.getenv());
    }

    /** The configured pager, if it is installed. */
    static Pager of(@Nullable String setting, Map<String, String> environment) {
        String configured = setting;
        if (configured == null) {
            configured = environment.getOrDefault("PAGER", STANDARD);
        }
        String program = configured.strip();
        if (isInstalled(program, environment)) {
            return new Pager(program);
        }
        return new Pager("");
    }

    /** Whether the program of a command is installed. */
    private static boolean isInstalled(String command, Map<String, String> environment) {
        String program = command.split("\\s", 2)[0];
        if (program.isEmpty() || "dumb".equals(environment.get("TERM"))) {
            return false;
        }
        if (program.contains("/")) {
            return Files.isExecutable(Path.of(program));
        }
        for (String directory : environment.getOrDefault("PATH", "").split(":")) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        // Commands that start with a variable or the like are left to the system's shell.
        return program.matches(".*[^\\w.+-].*");
    }

    boolean none() {
        return command.isEmpty();
    }

    /** Starts the pager on the terminal; its standard input receives the text. */
    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("LESS", "FXRS");
        builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
        // The text is escaped already: less must not escape it again. Nor may it save searches, which may be secret.
        builder.environment().putIfAbsent("LESSHISTFILE", "-");
        return builder.start();
    }
}
