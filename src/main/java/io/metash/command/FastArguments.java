package io.metash.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The short way through a command line of the plainest form, {@code --name value} again and again: cron jobs and scripts start
 * with it, and picocli takes longer to get ready than a small import takes. Whatever else stands there, {@code --help} and
 * errors included, goes the long way; a test sees to it that both ways know the same options.
 */
public final class FastArguments {
    private final Map<String, Consumer<String>> options = new HashMap<>();

    /** An option with one value; picocli declares the same. */
    public FastArguments with(String name, Consumer<String> take) {
        options.put(name, take);
        return this;
    }

    /** The names. */
    Set<String> names() {
        return options.keySet();
    }

    /** Takes the words if all of them are plain; nothing is taken when the answer is no. */
    boolean take(List<String> words) {
        if (words.isEmpty() || words.size() % 2 != 0) {
            return false;
        }
        for (int i = 0; i < words.size(); i += 2) {
            String value = words.get(i + 1);
            boolean again =
                    words.subList(0, i).contains(words.get(i)) && !words.get(i).equals("--initial-cluster");
            if (!options.containsKey(words.get(i)) || value.isEmpty() || value.startsWith("-") || again) {
                return false;
            }
        }
        for (int i = 0; i < words.size(); i += 2) {
            options.get(words.get(i)).accept(words.get(i + 1));
        }
        return true;
    }

    /** A command that knows the short way. */
    public interface Command {
        /** Its options that have one value. */
        FastArguments plainWords();

        /** Whether what it needs is there. */
        boolean complete();
    }
}
