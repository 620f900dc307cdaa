package io.metash.command;

import java.util.List;

/** Sees each command of a person or script after it has run. */
public interface CommandListener {
    /**
     * Called when a command has ended.
     *
     * @param words the command's words
     * @param status its exit status
     */
    void afterCommand(List<String> words, int status);
}
