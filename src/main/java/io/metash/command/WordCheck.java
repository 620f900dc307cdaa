package io.metash.command;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Checks the words of a command without running it.
 *
 * @param unknown a word that the command does not accept, or null
 * @param wrong another problem as a sentence, or null
 * @param sessions the words that name sessions
 * @param options the available options
 */
public record WordCheck(@Nullable String unknown, @Nullable String wrong, List<String> sessions, List<String> options) {
    /** Checks the words after a command's name. */
    public static WordCheck of(CommandLine command, List<String> words) {
        List<String> options = options(command);
        try {
            ParseResult parsed = command.parseArgs(words.toArray(new String[0]));
            List<String> sessions = parsed.matchedPositionals().stream()
                    .filter(positional -> positional.paramLabel().equals("SESSION"))
                    .map(positional -> positional.originalStringValues())
                    .flatMap(List::stream)
                    .toList();
            return new WordCheck(null, null, sessions, options);
        } catch (UnmatchedArgumentException wrong) {
            return new WordCheck(wrong.getUnmatched().get(0), null, List.of(), options);
        } catch (ParameterException wrong) {
            return new WordCheck(null, WrongUsage.plain(wrong), List.of(), options);
        }
    }

    /** The options of a command that are not hidden. */
    static List<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names()))
                .toList();
    }
}
