package io.metash.command;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * A command as the table lists it. Its class is initialized when the command runs, not before.
 *
 * @param name the word that calls it
 * @param type the class with picocli's annotations; its only constructor takes the context or nothing
 * @param topic the heading under which {@code help} lists it
 * @param summary what it does, in one line
 * @param traits what the program around it has to know
 */
public record CommandEntry(
        String name, Class<? extends Callable<Integer>> type, String topic, String summary, Set<CommandTrait> traits) {
    /** An entry with these traits. */
    public static CommandEntry of(
            String name,
            Class<? extends Callable<Integer>> type,
            String topic,
            String summary,
            CommandTrait... traits) {
        return new CommandEntry(name, type, topic, summary, Set.of(traits));
    }

    /** Whether the command has the trait. */
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
