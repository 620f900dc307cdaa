package io.metash.command.completion;

import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandTrait;
import io.metash.command.SessionWords;
import io.metash.command.option.AdminOption;
import io.metash.command.option.ConnectionOptions;
import io.metash.command.option.LiveOption;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The grammar of a line being typed, from the declarations of the commands: the single source for completion,
 * highlighting and hints. Declarations are read once and cached.
 */
public final class LineGrammar {
    /** The words that ask a command which mostly reads for a change. */
    private static final Set<String> CHANGING = Set.of("--clean", "prune");

    private final CommandContext context;
    private final Map<String, Optional<CommandSpec>> specs = new HashMap<>();

    /** Creates a grammar of the commands of a context. */
    public LineGrammar(CommandContext context) {
        this.context = context;
    }

    /** The role of a word. */
    public enum Role {
        /** A command. */
        COMMAND,
        /** A command that changes persistent data. */
        DESTRUCTIVE,
        /** An unknown command or option. */
        UNKNOWN,
        /** The beginning of a command name. */
        UNFINISHED,
        /** An option. */
        OPTION,
        /** A key or a prefix of keys. */
        KEY,
        /** A session name. */
        SESSION,
        /** Any other word. */
        VALUE
    }

    /**
     * The position of a word after others.
     *
     * @param spec the command
     * @param option the option whose value it is, or null
     * @param position the index of the positional argument, from 0
     * @param literal whether {@code --} ended the options
     * @param target the session of the command, or null for the current one
     */
    record Place(
            CommandSpec spec, @Nullable OptionSpec option, int position, boolean literal, @Nullable String target) {
        /** The argument that the word belongs to, or null. */
        @Nullable
        ArgSpec argument() {
            if (option != null) {
                return option;
            }
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                if (!parameter.hidden() && parameter.index().contains(position)) {
                    return parameter;
                }
            }
            return null;
        }
    }

    /** The declaration of a command, or null. */
    @Nullable
    synchronized CommandSpec spec(String name) {
        return specs.computeIfAbsent(
                        name, wanted -> context.table().find(wanted).map(entry -> new CommandLineRunner(context)
                                .commandLine(entry)
                                .getCommandSpec()))
                .orElse(null);
    }

    /** Loads the classes for reading declarations, which takes longer than reading one. */
    public void prepare() {
        spec("help");
    }

    /**
     * Whether a command changes persistent data; most such commands have {@code --dry-run} or require {@code
     * --yes-i-mean}.
     */
    public boolean destroys(String word) {
        String name = resolved(word);
        if (context.table()
                .find(name)
                .filter(entry -> entry.is(CommandTrait.DESTRUCTIVE))
                .isPresent()) {
            return true;
        }
        CommandSpec spec = spec(name);
        return spec != null && destroys(spec);
    }

    /**
     * Whether a line changes persistent data as it is typed: neither with {@code --dry-run}, nor where a command that
     * mostly reads is not asked for a change.
     */
    public boolean changes(List<String> typed) {
        List<String> words = context.shell().aliases().resolve(typed);
        int skipped = wordsBeforeCommand(words);
        if (skipped > 0) {
            return skipped < words.size() && changes(words.subList(skipped, words.size()));
        }
        if (words.contains("--dry-run") || !destroys(words.get(0))) {
            return false;
        }
        boolean mostlyReads = context.table()
                .find(words.get(0))
                .filter(entry -> entry.is(CommandTrait.MOSTLY_READS))
                .isPresent();
        return !mostlyReads || words.stream().anyMatch(CHANGING::contains);
    }

    /** The number of words before a command that another one runs: {@code try}, {@code on all}, {@code every 2s}. */
    static int wordsBeforeCommand(List<String> words) {
        String first = words.get(0);
        if (first.equals("try")) {
            return 1;
        }
        if (first.equals("on") && words.size() > 1 && !words.get(1).startsWith("-")) {
            return 2;
        }
        if (first.equals("every")) {
            return wordsBeforeRepeated(words);
        }
        return 0;
    }

    /** The number of words before the command of {@code every [--count N] DURATION}; 0 if the duration is missing. */
    private static int wordsBeforeRepeated(List<String> words) {
        int at = 1;
        while (at < words.size() && words.get(at).startsWith("-")) {
            at += words.get(at).equals("--count") ? 2 : 1;
        }
        return at < words.size() ? at + 1 : 0;
    }

    /** The number of words before the command of {@code alias NAME =}; 0 elsewhere. */
    static int wordsBeforeAliased(List<String> words) {
        if (!words.get(0).equals("alias") || words.size() < 2) {
            return 0;
        }
        if (words.get(1).endsWith("=")) {
            return 2;
        }
        return words.size() > 2 && words.get(2).equals("=") ? 3 : 0;
    }

    /** The command name after alias expansion. */
    private String resolved(String word) {
        return context.shell().aliases().resolve(List.of(word)).get(0);
    }

    private static boolean destroys(CommandSpec spec) {
        return spec.findOption("--dry-run") != null
                || spec.findOption("--yes-i-mean") != null
                || spec.subcommands().values().stream().anyMatch(sub -> destroys(sub.getCommandSpec()));
    }

    /** The position of a word after these words; null if the first one is not a command. */
    @Nullable
    Place place(List<String> typed) {
        List<String> before = context.shell().aliases().resolve(typed);
        CommandSpec spec = null;
        if (!before.isEmpty()) {
            spec = spec(before.get(0));
        }
        if (spec == null) {
            return null;
        }
        int from = 1;
        String target = null;
        if (before.size() > 1 && SessionWords.isTarget(spec, before.get(1))) {
            target = before.get(1).substring(1);
            from = 2;
        }
        int position = 0;
        boolean literal = false;
        OptionSpec open = null;
        for (String word : before.subList(from, before.size())) {
            CommandLine sub = null;
            if (position == 0 && open == null) {
                sub = spec.subcommands().get(word);
            }
            if (sub != null) {
                spec = sub.getCommandSpec();
                continue;
            }
            OptionSpec option;
            if (literal || open != null) {
                option = null;
            } else {
                option = spec.findOption(word);
            }
            if (option != null) {
                if (option.arity().max() > 0) {
                    open = option;
                } else {
                    open = null;
                }
            } else if (open != null) {
                open = null;
            } else if (!literal && word.equals("--")) {
                literal = true;
            } else if (literal || !isOption(word)) {
                position++;
            }
        }
        return new Place(spec, open, position, literal, target);
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.startsWith("-");
    }

    /** The role of each word of a command. */
    public List<Role> roles(List<String> words) {
        List<Role> roles = new ArrayList<>();
        int first = 0;
        if (tried(words)) {
            first = 1;
        }
        if (first > 0) {
            roles.add(Role.COMMAND);
        }
        for (int i = first; i < words.size(); i++) {
            roles.add(role(words.subList(first, i), words.get(i)));
        }
        return roles;
    }

    /** Whether {@code try} precedes the command. */
    private static boolean tried(List<String> words) {
        return words.size() > 1 && words.get(0).equals("try");
    }

    private Role role(List<String> before, String word) {
        if (before.isEmpty()) {
            if (context.table().find(resolved(word)).isPresent()) {
                if (destroys(word)) {
                    return Role.DESTRUCTIVE;
                }
                return Role.COMMAND;
            }
            boolean started = context.table().names().stream().anyMatch(name -> name.startsWith(word));
            if (started) {
                return Role.UNFINISHED;
            }
            return Role.UNKNOWN;
        }
        Place place = place(before);
        if (place == null) {
            return Role.VALUE;
        }
        if (before.size() == 1 && SessionWords.isTarget(place.spec(), word)) {
            return Role.SESSION;
        }
        if (place.option() == null && !place.literal() && isOption(word)) {
            return optionRole(place.spec(), word);
        }
        if (place.option() == null
                && place.position() == 0
                && place.spec().subcommands().containsKey(word)) {
            if (destroys(place.spec().subcommands().get(word).getCommandSpec())) {
                return Role.DESTRUCTIVE;
            }
            return Role.COMMAND;
        }
        ArgSpec argument = place.argument();
        String label = "";
        if (argument != null) {
            label = argument.paramLabel();
        }
        return switch (label) {
            case "KEY", "PREFIX" -> Role.KEY;
            case "SESSION" -> Role.SESSION;
            case "COMMAND" -> role(List.of(), word);
            default -> Role.VALUE;
        };
    }

    private static Role optionRole(CommandSpec spec, String word) {
        String name;
        if (word.contains("=")) {
            name = word.substring(0, word.indexOf('='));
        } else {
            name = word;
        }
        boolean known = spec.findOption(name) != null || (word.length() > 2 && shortFlags(spec, word));
        boolean started = spec.optionsMap().keySet().stream().anyMatch(option -> option.startsWith(name));
        if (known) {
            return Role.OPTION;
        }
        if (started) {
            return Role.UNFINISHED;
        }
        return Role.UNKNOWN;
    }

    /** Whether a word is a group of short flags, {@code -rf}, or a short option with its value, {@code -ojson}. */
    private static boolean shortFlags(CommandSpec spec, String word) {
        return !word.startsWith("--") && spec.findOption(word.substring(0, 2)) != null;
    }

    /** The options that are no longer valid after these words: already given, or excluded by a given option. */
    static List<OptionSpec> used(CommandSpec spec, List<String> before) {
        List<OptionSpec> given = spec.options().stream()
                .filter(option -> Stream.of(option.names()).anyMatch(name -> before.stream()
                        .anyMatch(word -> word.equals(name) || word.startsWith(name + "="))))
                .toList();
        List<OptionSpec> used = new ArrayList<>(
                given.stream().filter(option -> !option.isMultiValue()).toList());
        for (ArgGroupSpec group : spec.argGroups()) {
            excluded(group, given, used);
        }
        return used;
    }

    private static void excluded(ArgGroupSpec group, List<OptionSpec> given, List<OptionSpec> used) {
        List<OptionSpec> all = group.allOptionsNested();
        if (group.exclusive() && all.stream().anyMatch(given::contains)) {
            used.addAll(all.stream().filter(option -> !given.contains(option)).toList());
        }
        for (ArgGroupSpec below : group.subgroups()) {
            excluded(below, given, used);
        }
    }

    /**
     * The syntax at the position of the last word: {@code ls [PREFIX] [-r] ...}, or the description of an argument; empty
     * for none.
     */
    public String hint(List<String> line) {
        return hintOf(tried(line) ? line.subList(1, line.size()) : line);
    }

    private String hintOf(List<String> words) {
        if (words.isEmpty()) {
            return "";
        }
        Optional<CommandEntry> entry = context.table().find(resolved(words.get(0)));
        if (entry.isEmpty()) {
            return "";
        }
        Place place = place(words.subList(0, Math.max(1, words.size() - 1)));
        if (place == null) {
            return "";
        }
        String last = words.get(words.size() - 1);
        OptionSpec named = null;
        if (words.size() > 1 && place.option() == null) {
            named = place.spec().findOption(last);
        }
        OptionSpec option = named;
        if (place.option() != null) {
            option = place.option();
        }
        if (option != null) {
            return Signature.of(option) + "  " + Signature.describe(option);
        }
        String[] about = place.spec().usageMessage().description();
        String summary = entry.get().summary();
        if (place.spec().parent() != null && about.length > 0) {
            summary = about[0];
        }
        return Signature.of(entry.get().name(), summary, place.spec(), each -> !elsewhere(each, place.spec()));
    }

    /** Whether an option selects a service other than the session's; not suggested in a session. */
    private boolean elsewhere(OptionSpec option, CommandSpec spec) {
        if (!context.sessions().hasCurrent() || !(option.userObject() instanceof Member member)) {
            return false;
        }
        Class<?> group = member.getDeclaringClass();
        return group == AdminOption.class
                || group == LiveOption.class
                || group == ConnectionOptions.class && spec.findOption("--grpc-api-address") != null;
    }
}
