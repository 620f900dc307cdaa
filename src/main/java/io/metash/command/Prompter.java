package io.metash.command;

import java.io.Closeable;
import java.io.IOException;

/** Asks the user questions at the terminal. */
@FunctionalInterface
public interface Prompter {
    /** What was answered, without its line end; null when there was no answer. */
    String ask(String question) throws IOException;

    /** The same for names of files, which TAB completes where the keyboard is a terminal's. */
    default String askFiles(String question) throws IOException {
        return ask(question);
    }

    /** The same for what must not be seen on the screen. */
    default String askSecret(String question) throws IOException {
        return ask(question);
    }

    /** Lends the terminal to another program until this is closed. */
    default Closeable lend() {
        return () -> {};
    }
}
