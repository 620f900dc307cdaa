package io.metash.command;

import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Words of the form {@code @name}: the target session of a command, or an argument of a command that takes sessions.
 */
public final class SessionWords {
    private static final Set<String> LABELS = Set.of("PLACE", "SESSION");

    private SessionWords() {}

    /** Whether a command takes sessions as arguments, so that {@code @name} words are left in place. */
    public static boolean areArguments(CommandSpec command) {
        return command.positionalParameters().stream()
                .anyMatch(parameter -> LABELS.contains(parameter.paramLabel())
                        || parameter.paramLabel().startsWith("@"));
    }

    /** Whether the first word after a command names its target session. */
    public static boolean isTarget(CommandSpec command, String word) {
        return word.length() > 1 && word.startsWith("@") && !areArguments(command);
    }
}
