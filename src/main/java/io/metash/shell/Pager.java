package io.metash.shell;

import io.metash.config.Config;
import io.metash.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The pager: the setting {@code pager} (overridden by {@code METASH_PAGER}), else {@code PAGER}, else {@code less -FXRS}. An
 * empty value means none.
 *
 * @param command what the system's shell runs; empty for none
 */
record Pager(String command) {
    private static final String STANDARD = "less -FXRS";

    /** The one of these settings. */
    static Pager of(Config config) {
        return of(config.text(Setting.PAGER), System.getenv());
    }

    /** The configured pager, if it is installed. */
    static Pager of(String settingOrNull, Map<String, String> environment) {
        String wish = settingOrNull;
        if (settingOrNull == null) {
            wish = environment.getOrDefault("PAGER", STANDARD);
        }
        return new Pager(isThere(wish.strip(), environment) ? wish.strip() : "");
    }

    /** Whether the program that a command begins with can be found. */
    private static boolean isThere(String command, Map<String, String> environment) {
        String program = command.split("\\s", 2)[0];
        if (program.isEmpty() || "dumb".equals(environment.get("TERM"))) {
            return false;
        }
        if (program.contains("/")) {
            return Files.isExecutable(Path.of(program));
        }
        for (String folder : environment.getOrDefault("PATH", "").split(":")) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        // A command that starts with a variable or the like is left to the system's shell.
        return program.matches(".*[^\\w.+-].*");
    }

    boolean none() {
        return command.isEmpty();
    }

    /** Starts it on the screen; what it shows is written to it. */
    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("LESS", "FXRS");
        builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
        // What was escaped for the terminal is not to be escaped again, and less writes no file of what was searched.
        builder.environment().putIfAbsent("LESSHISTFILE", "-");
        return builder.start();
    }
}
