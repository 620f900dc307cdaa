package io.metash.command;

import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * A command as the table lists it. The class behind it loads when the command is used, not before.
 *
 * @param name the word that calls it
 * @param topic under which heading {@code help} lists it
 * @param summary what it does, in one line
 * @param oneShot whether {@code metash NAME ...} works outside the shell
 * @param make makes the command, a class with picocli's annotations
 */
public record CommandEntry(
        String name, String topic, String summary, boolean oneShot, Function<CommandContext, Callable<Integer>> make) {}
