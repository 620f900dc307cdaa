package io.metash.command;

import java.io.IOException;

/** Somebody at a keyboard who can be asked. */
@FunctionalInterface
public interface Prompter {
    /** What was answered, without its line end; null when there was no answer. */
    String ask(String question) throws IOException;

    /** The same for what must not be seen on the screen. */
    default String askSecret(String question) throws IOException {
        return ask(question);
    }
}
