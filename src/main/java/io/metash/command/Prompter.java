package io.metash.command;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks the user questions at the terminal. */
@FunctionalInterface
public interface Prompter {
    /** The answer without its line end; null if there was no answer. */
    @Nullable
    String ask(String question) throws IOException;

    /** Asks for file names. On a terminal, TAB completes them. */
    default @Nullable String askFiles(String question) throws IOException {
        return ask(question);
    }

    /** Asks for a secret, without echo. */
    default @Nullable String askSecret(String question) throws IOException {
        return ask(question);
    }

    /** Lends the terminal to another program until this is closed. */
    default Closeable lend() {
        return () -> {};
    }
}
