package io.metash.config;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.HomeDirectory;
import io.metash.record.ShellWord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a password from a file, an environment variable or a helper command. Passwords never appear on command lines,
 * in settings or in messages. Removes a trailing line end.
 */
public final class Password {
    private static final int LONGEST = 64 << 10;
    private static final int PATIENCE_SECONDS = 60;

    private Password() {}

    /** Returns the password of a connection, or null when the connection has no source for one. */
    public static @Nullable String of(NamedConnection connection, Map<String, String> environment) {
        if (connection.passwordFile() != null) {
            return fromFile(connection.passwordFile());
        }
        if (connection.passwordEnv() != null) {
            return fromEnvironment(connection.passwordEnv(), environment);
        }
        if (connection.passwordCommand() == null) {
            return null;
        }
        return fromCommand(connection.passwordCommand());
    }

    /** Reads a file that other users cannot read, without its last line end; {@code ~/} is the home directory. */
    public static String fromFile(String name) {
        return fromFile(name, true);
    }

    /**
     * Reads a file without its last line end.
     *
     * @param secret whether to reject a file that other users can read
     */
    public static String fromFile(String name, boolean secret) {
        Path file = Path.of(HomeDirectory.expand(name));
        try {
            if (secret) {
                requireSecret(file);
            }
            if (Files.size(file) > LONGEST) {
                throw Failure.of(ExitStatus.USAGE, "not a password file: it is too long")
                        .at(file.toString());
            }
            String password = withoutLineEnd(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            if (password.isEmpty()) {
                throw Failure.of(ExitStatus.USAGE, "the password file is empty").at(file.toString());
            }
            return password;
        } catch (NoSuchFileException missing) {
            throw Failure.of(ExitStatus.IO, "no such password file").at(file.toString());
        } catch (IOException refused) {
            throw Failure.of(ExitStatus.IO, "the password file cannot be read")
                    .at(file.toString())
                    .causedBy(refused);
        }
    }

    /** Rejects a file that other users can read or write. */
    static void requireSecret(Path file) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (rights.contains(PosixFilePermission.OTHERS_READ) || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw Failure.of(ExitStatus.REFUSED, "the password file is readable by all users")
                    .at(file.toString())
                    .next("chmod 600 " + ShellWord.of(file));
        }
    }

    private static String withoutLineEnd(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        if (text.endsWith("\n")) {
            return text.substring(0, text.length() - 1);
        }
        return text;
    }

    /** The value of a variable. */
    public static String fromEnvironment(String variable, Map<String, String> environment) {
        String value = environment.get(variable);
        if (value == null) {
            throw Failure.of(ExitStatus.USAGE, "the environment variable of the password is not set")
                    .at(variable)
                    .next("read -rs " + variable + " && export " + variable);
        }
        return value;
    }

    /** Returns the first line printed by a shell command, which may prompt on the terminal. */
    public static String fromCommand(String command) {
        Process process = null;
        try {
            process = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Process running = process;
            Thread watch = new Thread(() -> destroyAfterTimeout(running), "metash-password-command");
            watch.setDaemon(true);
            watch.start();
            byte[] bytes;
            try (InputStream out = process.getInputStream()) {
                bytes = out.readNBytes(LONGEST);
            }
            int status = process.waitFor();
            watch.interrupt();
            if (status != 0) {
                throw failed("it ended with status " + status);
            }
            return firstLine(bytes);
        } catch (IOException refused) {
            throw failed("it could not be run").causedBy(refused);
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw failed("it was interrupted");
        }
    }

    private static void destroyAfterTimeout(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // The command ended in time.
        }
    }

    private static Failure failed(String why) {
        return Failure.of(ExitStatus.UNREACHABLE, "the helper command printed no password: " + why)
                .next("run the password-command of the settings by hand");
    }

    private static String firstLine(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String line = text;
        if (end >= 0) {
            line = text.substring(0, end);
        }
        if (line.endsWith("\r")) {
            return line.substring(0, line.length() - 1);
        }
        return line;
    }
}
