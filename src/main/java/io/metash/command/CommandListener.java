package io.metash.command;

import java.util.List;

/** Called after each command of a user or script. */
public interface CommandListener {
    /**
     * Called after a command has ended.
     *
     * @param words the command's words
     * @param status its exit status
     */
    void afterCommand(List<String> words, int status);
}
