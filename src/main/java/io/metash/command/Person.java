package io.metash.command;

import java.io.IOException;

/** Somebody at a keyboard who can be asked. */
@FunctionalInterface
public interface Person {
    /** What was answered, without its line end; null when there was no answer. */
    String ask(String question) throws IOException;
}
