package io.metash;

import io.metash.command.CommandEntry;
import io.metash.command.CommandTrait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Generates the file of JVM options per command for the launcher, which picks them before Java starts. The build runs
 * it. Each line is {@code NAME PROFILE}; commands that are not listed use the options for short commands.
 */
public final class JvmProfiles {
    private JvmProfiles() {}

    /** Writes the profiles to the file given as the only argument. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), text());
    }

    /** Returns the content of the file. */
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
