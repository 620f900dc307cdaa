package io.metash.shell;

import io.metash.command.StateDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/** Prints the greeting for a new user, once. */
final class Greeting {
    private static final String FILE = "greeted";

    private Greeting() {}

    /** Prints the greeting if it was not printed before. */
    static void once(StateDirectory directory, PrintStream screen) {
        if (Files.exists(directory.file(FILE), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            directory.append(FILE, new byte[0]);
        } catch (IOException | UnsupportedOperationException e) {
            // Without a state directory, print nothing.
            return;
        }
        screen.println("Welcome to metash: inspect, back up and rebuild a meta store.");
        screen.println("'tutor' is a ten-minute drill on a sample cluster; 'help' lists the commands.");
        screen.println("TAB completes commands, files and keys; 'connect PLACE' opens a store.");
    }
}
