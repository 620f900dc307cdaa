package io.metash.command.completion;

import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The syntax of a command on one line; required arguments first. */
final class Signature {
    private Signature() {}

    /** {@code get KEY  show the value of a key  [--json | --raw]}, limited to the {@code shown} options. */
    static String of(String name, String summary, CommandSpec spec, Predicate<OptionSpec> shown) {
        StringBuilder out = new StringBuilder(name);
        for (CommandSpec up = spec; up.parent() != null; up = up.parent()) {
            out.insert(name.length(), " " + up.name());
        }
        if (!spec.subcommands().isEmpty()) {
            out.append(" ").append(String.join(" | ", spec.subcommands().keySet()));
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                append(parameter, parameter.paramLabel() + (parameter.arity().max() > 2 ? "..." : ""), out);
            }
        }
        if (summary != null) {
            out.append("  ").append(summary).append(' ');
        }
        spec.options().stream()
                .filter(option -> !option.hidden() && !option.usageHelp())
                .filter(option -> option.group() == null)
                .filter(shown)
                .sorted(Comparator.comparing(option -> !option.required()))
                .forEach(option -> append(option, of(option), out));
        spec.argGroups().forEach(group -> append(group, out));
        return out.toString();
    }

    /** Appends a group of exclusive options: {@code [--json | --raw]}. */
    private static void append(ArgGroupSpec group, StringBuilder out) {
        String names = group.allOptionsNested().stream()
                .filter(option -> !option.hidden())
                .map(Signature::of)
                .collect(Collectors.joining(group.exclusive() ? " | " : " "));
        out.append(group.multiplicity().min() > 0 ? " (" + names + ")" : " [" + names + "]");
    }

    private static void append(ArgSpec argument, String text, StringBuilder out) {
        boolean must = argument.required()
                || (argument.isPositional() && argument.arity().min() > 0);
        out.append(must || text.startsWith("[") ? " " + text : " [" + text + "]");
    }

    /** The syntax of an option: {@code -o FORMAT}. */
    static String of(OptionSpec option) {
        return option.shortestName() + (option.arity().max() > 0 ? " " + option.paramLabel() : "");
    }

    /** The description of an argument on one line. */
    static String describe(ArgSpec argument) {
        return String.join(" ", argument.description());
    }
}
