package io.metash.command;

import java.util.Map;
import java.util.concurrent.Callable;

/** A command with commands of its own: {@code init-cluster plan}. Without one of their names it does its own work. */
public interface CommandGroup {
    /** The commands by name, in the order in which help lists them. */
    Map<String, Callable<Integer>> members();
}
