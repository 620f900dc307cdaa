package io.metash.command;

import io.metash.output.Printable;
import io.metash.output.TextWidth;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Converts a usage error to a failure: the invalid word, and the syntax of the command in one line. */
final class WrongUsage {
    private static final int LONGEST = 76;

    private WrongUsage() {}

    static Failure of(CommandEntry entry, List<String> arguments, ParameterException wrong) {
        int token = token(arguments, wrong);
        boolean unknown = wrong instanceof UnmatchedArgumentException;
        String message;
        if (unknown) {
            message = "'" + arguments.get(token) + "' is not valid here";
        } else {
            message = plain(wrong);
        }
        CommandLine line = wrong.getCommandLine();
        String usage = HelpPage.synopsis(line.getCommandSpec());
        List<String> near = List.of();
        if (unknown) {
            near = NearestNames.to(arguments.get(token), candidates(line));
        }
        String name;
        if (line.getParent() == null) {
            name = entry.name();
        } else {
            name = entry.name() + " " + line.getCommandName();
        }
        Failure failure = Failure.of(ExitStatus.USAGE, name + ": " + message)
                .because("usage: " + usage)
                .next((near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ") + "metash help "
                        + name);
        return marked(failure, entry.name(), arguments, token);
    }

    /** Candidates for the intended word: options, and the members of a command group. */
    private static List<String> candidates(CommandLine command) {
        List<String> names = new ArrayList<>(WordCheck.options(command));
        names.addAll(command.getSubcommands().keySet());
        return names;
    }

    /** The index of the invalid word; the number of words if one is missing. */
    private static int token(List<String> arguments, ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return arguments.lastIndexOf(unmatched.getUnmatched().get(0));
        }
        if (wrong instanceof MissingParameterException) {
            return arguments.size();
        }
        int place = -1;
        if (wrong.getValue() != null) {
            place = arguments.lastIndexOf(wrong.getValue());
        }
        ArgSpec spec = wrong.getArgSpec();
        for (int i = arguments.size() - 1; i >= 0 && place < 0; i--) {
            boolean value = wrong.getValue() != null && arguments.get(i).endsWith("=" + wrong.getValue());
            boolean option = spec instanceof OptionSpec named
                    && List.of(named.names()).contains(arguments.get(i).split("=", 2)[0]);
            if (value || option) {
                place = i;
            } else {
                place = -1;
            }
        }
        if (place < 0) {
            return arguments.size();
        }
        return place;
    }

    /** The typed line, shortened around the invalid word, with a marker below the word. */
    private static Failure marked(Failure failure, String name, List<String> arguments, int token) {
        List<String> words = new ArrayList<>();
        words.add(name);
        arguments.forEach(argument -> words.add(Printable.text(argument)));
        String before = String.join(" ", words.subList(0, token + 1)) + " ";
        String word = "";
        if (token + 1 < words.size()) {
            word = words.get(token + 1);
        }
        String after = "";
        if (token + 2 < words.size()) {
            after = " " + String.join(" ", words.subList(token + 2, words.size()));
        }
        if (TextWidth.of(before + word) > LONGEST) {
            int cut = Math.max(0, before.length() - Math.max(10, LONGEST - 3 - word.length()));
            before = "..." + before.substring(cut);
        }
        String line = before + word + after;
        if (TextWidth.of(line) > LONGEST) {
            line = TextWidth.cut(line, LONGEST, "...");
        }
        int marks = Math.max(1, Math.min(TextWidth.of(word), LONGEST));
        return failure.showing(line, " ".repeat(TextWidth.of(before)) + "^".repeat(marks));
    }

    /** The problem with a line, with internal type names of numbers removed. */
    static String plain(ParameterException wrong) {
        return firstLine(String.valueOf(wrong.getMessage()))
                .replaceFirst("' is not an? (int|long)$", "' is not a whole number");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
