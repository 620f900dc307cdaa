package io.metash.command;

import io.metash.record.Failure;
import io.metash.record.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;

/**
 * Who we say we are. The password never stands in a command line: it comes from a file, the environment or the keyboard.
 *
 * @param user the name
 * @param password the secret; never printed
 */
record Credentials(String user, String password) {
    /** What metactl says (meta-service-api 2.4). */
    static final Credentials STANDARD = new Credentials("root", "xxx");

    private static final int LONGEST = 64 << 10;

    /** From what was given, else from the environment, else the standard. */
    static Credentials of(
            String userOrNull, String fileOrNull, boolean ask, Context context, Map<String, String> environment)
            throws IOException {
        String user = userOrNull != null ? userOrNull : environment.getOrDefault("METASH_USER", STANDARD.user);
        if (fileOrNull != null) {
            return new Credentials(user, read(Path.of(fileOrNull)));
        }
        if (ask) {
            return new Credentials(user, asked(user, context));
        }
        return new Credentials(user, environment.getOrDefault("METASH_PASSWORD", STANDARD.password));
    }

    private static String asked(String user, Context context) throws IOException {
        if (context.person() == null) {
            throw Failure.of(Status.USAGE, "nobody can be asked for the password here")
                    .next("--password-file FILE");
        }
        String password = context.person().askSecret("password of " + Printable.text(user) + ": ");
        if (password == null) {
            throw Failure.of(Status.INTERRUPTED, "no password was given");
        }
        return password;
    }

    /** The first line of a file that nobody else can read. */
    private static String read(Path file) throws IOException {
        Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
        if (modes.contains(PosixFilePermission.OTHERS_READ) || modes.contains(PosixFilePermission.GROUP_READ)) {
            throw Failure.of(Status.REFUSED, "the password file can be read by others")
                    .at(file.toString())
                    .because("Whoever reads it can do whatever you can.")
                    .next("chmod 600 " + file);
        }
        if (Files.size(file) > LONGEST) {
            throw Failure.of(Status.USAGE, "this is no password file").at(file.toString());
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("");
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
