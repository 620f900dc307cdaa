package io.metash.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Parses simple command lines, {@code --name value} and plain words, without picocli, which takes longer to load than a
 * small import or a look-up of a key. All other lines, {@code --help} and errors included, are parsed by picocli; a test
 * checks that both know the same options.
 */
public final class FastArguments {
    private final Map<String, Consumer<String>> options = new HashMap<>();
    private Consumer<List<String>> words = none -> {};
    private int maxWords;

    /** Declares an option with one value, as picocli does. */
    public FastArguments with(String name, Consumer<String> consumer) {
        options.put(name, consumer);
        return this;
    }

    /** The maximum number of positional arguments; must match picocli's declaration. */
    public FastArguments words(int most, Consumer<List<String>> consumer) {
        maxWords = most;
        words = consumer;
        return this;
    }

    /** The maximum number of positional arguments. */
    int maxWords() {
        return maxWords;
    }

    /** The option names. */
    Set<String> names() {
        return options.keySet();
    }

    /** Parses a line if all of its words are plain; else returns false and sets nothing. */
    boolean parse(List<String> line) {
        List<String> others = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            if (!word.startsWith("-") && !word.isEmpty()) {
                others.add(word);
                continue;
            }
            boolean again = !names.add(word) && !word.equals("--initial-cluster");
            if (!options.containsKey(word) || again || i + 1 == line.size() || !isValue(line.get(i + 1))) {
                return false;
            }
            i++;
        }
        if (others.size() > maxWords) {
            return false;
        }
        for (int i = 0; i < line.size(); i++) {
            Consumer<String> option = options.get(line.get(i));
            if (option != null) {
                option.accept(line.get(++i));
            }
        }
        if (!others.isEmpty()) {
            words.accept(others);
        }
        return true;
    }

    private static boolean isValue(String word) {
        return !word.isEmpty() && !word.startsWith("-");
    }

    /** A command that supports fast parsing. */
    public interface Command {
        /** The command's options with one value, and its positional arguments. */
        FastArguments fastArguments();

        /** Whether its required options are set. */
        boolean complete();
    }
}
