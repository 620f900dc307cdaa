package io.metash.command.shell;

import io.metash.command.CommandContext;
import io.metash.command.ForeignCommands;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alias}: defines and lists short names for commands. */
@Command(
        name = "alias",
        description = {
            "Defines a short name for a command; without arguments, lists the aliases.",
            "The name of a command cannot be an alias. An empty definition removes the alias.",
            "Permanent aliases are defined in init.metash, next to the user's metash.toml.",
            "",
            "Examples:",
            "  alias t = tables",
            "  alias live = ls @live -r; alias"
        })
public final class AliasCommand implements Callable<Integer> {
    private static final String EQUALS = "=";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./@:=+-]+");

    private final CommandContext context;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME = COMMAND",
            description = "The name, then the command and its arguments.")
    private List<String> words = List.of();

    public AliasCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (words.isEmpty()) {
            new TreeMap<>(context.shell().aliases().all())
                    .forEach((name, command) -> context.io().out().println(typed(name, command)));
            return ExitStatus.OK.code();
        }
        List<String> parts = parts();
        String name = parts.get(0);
        List<String> command = parts.subList(1, parts.size());
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
            throw Failure.of(ExitStatus.USAGE, "'" + name + "' cannot be the name of an alias")
                    .because("A name consists of letters, digits, _, . and -, and does not begin with a digit.");
        }
        if (context.table().find(name).isPresent()) {
            throw Failure.of(ExitStatus.USAGE, name + " is a command, so it cannot be an alias")
                    .next("alias my" + name + " = " + String.join(" ", command));
        }
        if (command.isEmpty()) {
            if (!context.shell().aliases().remove(name)) {
                throw Failure.of(ExitStatus.NO, "there is no alias " + name).next("alias");
            }
            return ExitStatus.OK.code();
        }
        if (context.table().find(command.get(0)).isEmpty()) {
            List<String> near =
                    ForeignCommands.commands(command.get(0), context.table().names());
            throw Failure.of(ExitStatus.USAGE, "unknown command '" + command.get(0) + "'")
                    .next(near.isEmpty() ? "help" : "did you mean " + String.join(" or ", near) + "?");
        }
        context.shell().aliases().put(name, command);
        return ExitStatus.OK.code();
    }

    /**
     * Splits a definition into name and command: {@code t = tables}, {@code t=tables} and {@code t= tables} are equal.
     */
    private List<String> parts() {
        List<String> parts = new ArrayList<>(words);
        int equals = parts.get(0).indexOf(EQUALS);
        if (equals > 0) {
            String first = parts.remove(0);
            if (equals + 1 < first.length()) {
                parts.add(0, first.substring(equals + 1));
            }
            parts.add(0, first.substring(0, equals));
            return parts;
        }
        if (parts.size() < 2 || !parts.get(1).equals(EQUALS)) {
            throw Failure.of(ExitStatus.USAGE, "alias: the = is missing").next("alias NAME = COMMAND");
        }
        parts.remove(1);
        return parts;
    }

    private static String typed(String name, List<String> command) {
        return "alias " + name + " = "
                + command.stream()
                        .map(word -> PLAIN.matcher(word).matches() ? word : Printable.text(ShellWord.of(word)))
                        .collect(Collectors.joining(" "));
    }
}
