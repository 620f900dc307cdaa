package io.metash.command;

/** A property of a command that the program needs to know. Declared in the {@link CommandEntry} only. */
public enum CommandTrait {
    /** {@code metash NAME ...} works outside the shell. */
    ONE_SHOT,
    /** Output taller than the terminal is paged in one-shot commands, too. */
    PAGED,
    /** Runs until it is interrupted: its output is never paged, and output so far is kept. */
    ENDLESS,
    /** Changes stored data whatever its options; never suggested for a mistyped name. */
    DESTRUCTIVE,
    /** Changes stored data only where a word asks for it: {@code --clean} or {@code prune}. */
    MOSTLY_READS,
    /** Runs or checks other commands, so it needs the script language in one shot, too. */
    SCRIPTED,
    /** Its last arguments are another command with that command's options. */
    RUNS_COMMAND,
    /** At a terminal, the name alone opens the shell and runs the command there. */
    OPENS_SHELL,
    /** Asks questions if called without arguments, at a terminal with the line editor of the shell. */
    ASKS,
    /** Also available as metactl's old flag, {@code metash --NAME}. */
    OLD_FLAG,
    /** Moves whole stores: the launcher picks both JIT compilers and a small heap. */
    STREAM,
    /** Runs until it is stopped: the launcher picks the heap of a service. */
    SERVICE
}
