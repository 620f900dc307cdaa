package io.metash.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The script language as seen by commands: variables, echo, sourced files. At a prompt, the typed lines are the script.
 */
public interface Scripting {
    /** Sets a variable. */
    void set(String name, String value);

    /** Removes a variable. */
    void unset(String name);

    /** The variables by name. */
    Map<String, String> variables();

    /** Enables or disables echoing each command before it runs. */
    void echo(boolean on);

    /** Runs the commands of a file in the current shell; returns the exit status. */
    int source(String file, List<String> arguments) throws IOException;

    /** Checks a script without running it; returns the problems, one line each. */
    List<String> check(String file) throws IOException;
}
