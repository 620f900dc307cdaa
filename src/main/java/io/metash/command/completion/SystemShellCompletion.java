package io.metash.command.completion;

import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandTrait;
import io.metash.command.completion.Completion.Candidate;
import io.metash.output.Printable;
import io.metash.record.Cancel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Completes one-shot commands in system shells: command words, files, named connections and keys of a service. */
public final class SystemShellCompletion {
    private final CommandContext context;
    private final List<String> globalOptions;

    /** Creates a completion; the global options precede any command. */
    public SystemShellCompletion(CommandContext context, List<String> globalOptions) {
        this.context = context;
        this.globalOptions = globalOptions;
    }

    /**
     * The candidates for a word; {@code before} holds the preceding words after {@code metash}, without global options.
     * Never fails.
     */
    public List<Candidate> complete(List<String> before, String typed, Cancel cancel) {
        return fitting(candidates(before, typed, cancel), typed);
    }

    /** The file candidates for a word. */
    public static List<Candidate> files(String typed) {
        return fitting(Completion.files(typed), typed);
    }

    /** Removes candidates that the shell cannot insert: those that need more than quotes. */
    private static List<Candidate> fitting(List<Candidate> all, String typed) {
        return all.stream()
                .filter(one -> one.value().startsWith(typed)
                        && Printable.text(one.value()).equals(one.value()))
                .distinct()
                .toList();
    }

    private List<Candidate> candidates(List<String> before, String prefix, Cancel cancel) {
        if (before.isEmpty()) {
            return first(prefix);
        }
        boolean oneShot = context.table()
                .find(before.get(0))
                .filter(entry -> entry.is(CommandTrait.ONE_SHOT))
                .isPresent();
        if (!oneShot) {
            // These are arguments of a script.
            if (before.get(0).startsWith("-")) {
                return List.of();
            }
            return Completion.files(prefix);
        }
        ServiceKeys keys = new ServiceKeys(context, before);
        return new Completion(context, new LineGrammar(context), (typed, session, stop) -> keys.of(typed, stop))
                .complete(before, prefix, cancel);
    }

    /** The candidates for the first word: global options, or commands and scripts. */
    private List<Candidate> first(String prefix) {
        if (prefix.startsWith("-")) {
            return globalOptions.stream().map(Candidate::word).toList();
        }
        Stream<Candidate> commands = context.table().entries().stream()
                .filter(entry -> entry.is(CommandTrait.ONE_SHOT))
                .map(SystemShellCompletion::candidate);
        List<Candidate> all = new ArrayList<>(commands.toList());
        all.addAll(Completion.files(prefix));
        return all;
    }

    private static Candidate candidate(CommandEntry entry) {
        return new Candidate(entry.name(), entry.summary(), true);
    }
}
