package io.metash;

import io.metash.command.CommandEntry;
import io.metash.command.CommandTrait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes which JVM options each command starts with, for the launcher, which decides before any Java runs. The build calls it;
 * the file has a line {@code NAME PROFILE} for each command that does not start with the options of a short look.
 */
public final class JvmProfiles {
    private JvmProfiles() {}

    /** Writes the file that is the only argument. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), text());
    }

    /** The lines of the file. */
    static String text() {
        return Commands.table().entries().stream()
                .flatMap(entry ->
                        entry.traits().stream().filter(JvmProfiles::isProfile).map(trait -> line(entry, trait)))
                .sorted()
                .collect(Collectors.joining());
    }

    private static boolean isProfile(CommandTrait trait) {
        return trait == CommandTrait.STREAM || trait == CommandTrait.SERVICE;
    }

    private static String line(CommandEntry entry, CommandTrait profile) {
        return entry.name() + " " + profile.name().toLowerCase(Locale.ROOT) + "\n";
    }
}
