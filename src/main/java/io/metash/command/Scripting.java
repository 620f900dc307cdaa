package io.metash.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The script that a command runs in, or the lines at a prompt: what the words of the language change. */
public interface Scripting {
    /** Sets a variable. */
    void set(String name, String value);

    /** Forgets a variable. */
    void unset(String name);

    /** The variables that were set, by name. */
    Map<String, String> variables();

    /** Shows each command before it runs, or does so no longer. */
    void echo(boolean on);

    /** Runs the commands of a file in the present shell; returns their status. */
    int source(String file, List<String> arguments) throws IOException;

    /** Looks for mistakes in a script without running it; returns what was found, a line each. */
    List<String> check(String file) throws IOException;
}
