package io.metash.command;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * A command as the table lists it. Its class is initialized when the command runs, not before.
 *
 * @param name its name on the command line
 * @param type the class with picocli's annotations; its only constructor takes the context or nothing
 * @param topic the heading under which {@code help} lists it
 * @param summary a description of one line
 * @param traits properties that the program needs to know
 */
public record CommandEntry(
        String name, Class<? extends Callable<Integer>> type, String topic, String summary, Set<CommandTrait> traits) {
    /** Creates an entry with traits. */
    public static CommandEntry of(
            String name,
            Class<? extends Callable<Integer>> type,
            String topic,
            String summary,
            CommandTrait... traits) {
        return new CommandEntry(name, type, topic, summary, Set.of(traits));
    }

    /** Whether the command has a trait. */
    public boolean is(CommandTrait trait) {
        return traits.contains(trait);
    }

    /** Creates the command. */
    public Callable<Integer> make(CommandContext context) {
        Constructor<?> constructor = type.getConstructors()[0];
        try {
            Object command;
            if (constructor.getParameterCount() == 0) {
                command = constructor.newInstance();
            } else {
                command = constructor.newInstance(context);
            }
            return type.cast(command);
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException("the command " + name + " cannot be made", thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("the command " + name + " cannot be made", impossible);
        }
    }
}
