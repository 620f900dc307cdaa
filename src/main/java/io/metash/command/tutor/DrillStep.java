package io.metash.command.tutor;

import io.metash.command.CommandContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of the drill.
 *
 * @param title the topic
 * @param text the explanation
 * @param type the command to type; {@code $drill} is the directory of the drill
 * @param check checks whether the step was done
 */
record DrillStep(String title, String text, String type, Check check) {
    /** Checks whether a step is done. */
    @FunctionalInterface
    interface Check {
        /** The missing action, or null if the step is done. */
        @Nullable
        String missing(Situation seen) throws IOException;
    }

    /** A condition that a step establishes. */
    @FunctionalInterface
    interface Goal {
        /** Whether it holds. */
        boolean reached(Situation seen) throws IOException;
    }

    /** A check of one condition; {@code missing} is the action that is missing without it. */
    static Check when(Goal goal, String missing) {
        return seen -> {
            if (goal.reached(seen)) {
                return null;
            }
            return missing;
        };
    }

    /**
     * The input of a check.
     *
     * @param context the sessions and their current prefixes
     * @param directory the directory of the drill
     * @param words the last command
     * @param status its status
     */
    record Situation(CommandContext context, Path directory, List<String> words, int status) {
        boolean succeeded(String command) {
            return status == 0 && words.get(0).equals(command);
        }

        boolean names(String file) {
            return words.contains(directory.resolve(file).toString());
        }
    }
}
