package io.metash.command;

import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** Words of the form {@code @name}: the session that a command is about, or an argument of one that takes sessions. */
public final class SessionWords {
    private static final Set<String> LABELS = Set.of("PLACE", "SESSION");

    private SessionWords() {}

    /** Whether a command takes sessions as arguments: then each {@code @name} stays where it was typed. */
    public static boolean areArguments(CommandSpec command) {
        return command.positionalParameters().stream()
                .anyMatch(parameter -> LABELS.contains(parameter.paramLabel())
                        || parameter.paramLabel().startsWith("@"));
    }

    /** Whether the first word after a command names the session that it is about. */
    public static boolean isTarget(CommandSpec command, String word) {
        return word.length() > 1 && word.startsWith("@") && !areArguments(command);
    }
}
