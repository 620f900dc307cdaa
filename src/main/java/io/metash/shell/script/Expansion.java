package io.metash.shell.script;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Expands variables in words. Values are never split into words. */
public final class Expansion {
    private final Map<String, String> variables = new TreeMap<>();
    private final Map<String, String> environment;

    public Expansion(Map<String, String> environment) {
        this.environment = environment;
    }

    public Map<String, String> variables() {
        return variables;
    }

    /** The value of a variable, or null if it is not set. */
    public @Nullable String value(String name, ScriptFrame frame, int status) {
        switch (name) {
            case "@" -> {
                return String.join(" ", frame.arguments());
            }
            case "#" -> {
                return Integer.toString(frame.arguments().size());
            }
            case "?" -> {
                return Integer.toString(status);
            }
            case "0" -> {
                return frame.name();
            }
            default -> {
                if (Character.isDigit(name.charAt(0))) {
                    int number = Integer.parseInt(name);
                    if (number <= frame.arguments().size()) {
                        return frame.arguments().get(number - 1);
                    }
                    return null;
                }
                if (variables.containsKey(name)) {
                    return variables.get(name);
                }
                if (name.equals("now")) {
                    // A form that is valid in file names.
                    return Instant.now()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString()
                            .replace(':', '-');
                }
                return environment.get(name);
            }
        }
    }

    /** Expands all words of a command; {@code $@} alone yields one word for each argument. */
    public List<String> words(List<CommandSplitter.Word> words, ScriptFrame frame, int status) {
        List<String> out = new ArrayList<>();
        for (CommandSplitter.Word word : words) {
            boolean all = word.parts().size() == 1
                    && word.parts().get(0) instanceof WordPart.Variable variable
                    && variable.name().equals("@");
            if (all) {
                out.addAll(frame.arguments());
            } else {
                out.add(word(word, frame, status));
            }
        }
        return out;
    }

    /** Expands one word. */
    public String word(CommandSplitter.Word word, ScriptFrame frame, int status) {
        StringBuilder out = new StringBuilder();
        for (WordPart part : word.parts()) {
            if (part instanceof WordPart.Variable variable) {
                String value = value(variable.name(), frame, status);
                if (variable.otherwise() != null && (value == null || value.isEmpty())) {
                    value = variable.otherwise();
                }
                if (value == null) {
                    throw unset(variable.name(), frame);
                }
                out.append(value);
            } else {
                out.append(((WordPart.Text) part).text());
            }
        }
        return out.toString();
    }

    private static Failure unset(String name, ScriptFrame frame) {
        boolean argument = Character.isDigit(name.charAt(0));
        if (argument) {
            return Failure.of(ExitStatus.USAGE, "the script needs argument " + name)
                    .next(frame.name() + " with more arguments");
        }
        return Failure.of(ExitStatus.USAGE, "the variable '" + name + "' is not set")
                .next("set " + name + " VALUE, or ${" + name + ":-default}");
    }
}
