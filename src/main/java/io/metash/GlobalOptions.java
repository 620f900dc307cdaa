package io.metash;

import io.metash.command.ConnectionFlags;
import io.metash.config.Config;
import io.metash.config.Setting;
import io.metash.output.ColorMode;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.shell.ShellOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the options before the command or script. */
final class GlobalOptions {
    /** Option names, for completion. */
    static final List<String> NAMES = List.of(
            "-c",
            "-x",
            "--allow-shell",
            "--color",
            "--debug",
            "--help",
            "--local",
            "--no-config",
            "--no-history",
            "--record",
            "--utc",
            "--version");

    private boolean debug;
    private boolean files = true;
    private boolean echo;
    private boolean allowShell;
    private boolean history = true;
    private @Nullable Path record;
    private @Nullable String color;
    private @Nullable String clock;
    private boolean jsonLog;
    private final ConnectionFlags connection = new ConnectionFlags();

    /** Parses the global options and removes them from {@code words}. metactl's log level has no effect. */
    void removeFrom(List<String> words) {
        readLogFormat(words);
        while (!words.isEmpty()) {
            String word = words.get(0);
            int equals = -1;
            if (word.startsWith("--")) {
                equals = word.indexOf('=');
            }
            String name = word;
            if (equals >= 0) {
                name = word.substring(0, equals);
            }
            switch (name) {
                case "--debug" -> debug = true;
                case "--no-config" -> files = false;
                case "--no-history" -> history = false;
                case "--allow-shell" -> allowShell = true;
                case "-x", "--echo" -> echo = true;
                case "--utc", "--local" -> clock = name;
                case "--color" -> color = value(words, equals, name);
                case "--record" -> record = Path.of(value(words, equals, name));
                case "--log-level" -> value(words, equals, name);
                default -> {
                    if (!ConnectionFlags.NAMES.contains(name)) {
                        return;
                    }
                    connection.set(name, value(words, equals, name));
                }
            }
            words.remove(0);
        }
    }

    /** Parses the options for the message format, which any command accepts: a service's unit file may append them. */
    private void readLogFormat(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            boolean apart = words.get(i).equals("--log") && i + 1 < words.size();
            if (!apart && !words.get(i).startsWith("--log=")) {
                continue;
            }
            String form;
            if (apart) {
                form = words.remove(i + 1);
            } else {
                form = words.get(i).substring("--log=".length());
            }
            words.remove(i);
            if (!form.equals("json") && !form.equals("text")) {
                throw Failure.of(ExitStatus.USAGE, "--log takes json or text, not '" + form + "'")
                        .next("--log json");
            }
            jsonLog = form.equals("json");
            return;
        }
    }

    private static String value(List<String> words, int equals, String name) {
        if (equals > 0) {
            return words.get(0).substring(equals + 1);
        }
        if (words.size() < 2) {
            throw Failure.of(ExitStatus.USAGE, name + " needs a value").next("metash --help");
        }
        return words.remove(1);
    }

    /** Returns the connection flags given before the command. */
    ConnectionFlags connection() {
        return connection;
    }

    boolean debug() {
        return debug;
    }

    /** Wraps the streams in the selected message format. */
    Io logged(Io io) {
        if (jsonLog) {
            return io.logged();
        }
        return io;
    }

    /** Whether configuration files are read. */
    boolean files() {
        return files;
    }

    /** Overrides all other settings with the flags. */
    void override(Config config) {
        if (color != null) {
            config.flag(Setting.COLOR, color, "--color");
        }
        if (clock != null) {
            config.flag(Setting.UTC, Boolean.toString(clock.equals("--utc")), clock);
        }
    }

    /** Applies the color settings to the streams. */
    static Io withDisplay(Io io, Config config) {
        Display display =
                io.display().with(config.choice(Setting.COLOR, ColorMode.class)).withLocal(!config.on(Setting.UTC));
        return io.with(display);
    }

    ShellOptions forShell(Config config) {
        return new ShellOptions(debug, config, echo, allowShell, record, history);
    }
}
