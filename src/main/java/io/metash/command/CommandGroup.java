package io.metash.command;

import java.util.Map;
import java.util.concurrent.Callable;

/** A command with subcommands: {@code init-cluster plan}. Without a subcommand it runs by itself. */
public interface CommandGroup {
    /** The subcommands by name, in the order in which help lists them. */
    Map<String, Callable<Integer>> members();
}
