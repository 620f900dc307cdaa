package io.metash.command.tutor;

import io.metash.command.CommandContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A step of the drill.
 *
 * @param title what is learned
 * @param text why, and what to look at
 * @param type what to type; {@code $drill} is the folder of the drill
 * @param check whether it was really done
 */
record DrillStep(String title, String text, String type, Check check) {
    /** Looks whether a step was done. */
    @FunctionalInterface
    interface Check {
        /** Null when it was, else what is missing. */
        String missing(Seen seen) throws IOException;
    }

    /**
     * What a check sees.
     *
     * @param context sessions and where one is in them
     * @param folder the folder of the drill
     * @param words the command that has just run
     * @param status its status
     */
    record Seen(CommandContext context, Path folder, List<String> words, int status) {
        boolean ran(String command) {
            return status == 0 && words.get(0).equals(command);
        }

        boolean names(String file) {
            return words.contains(folder.resolve(file).toString());
        }
    }
}
