package io.metash.command.completion;

import io.metash.client.Address;
import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.SessionWords;
import io.metash.command.option.LiveOption;
import io.metash.command.option.PointArguments;
import io.metash.config.NamedConnection;
import io.metash.record.Cancel;
import io.metash.record.HomeDirectory;
import io.metash.session.Session;
import io.metash.session.SessionPast;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completes the word at the cursor: commands and options, and for their values paths, session names and keys. */
public final class Completion {
    /** The first word of a line whose redirection file is being typed. */
    private static final List<String> SIGNS = List.of(">", ">>", "<");

    private static final int MAX_POINTS = 30;

    /** The first word of a line whose external program is being typed. */
    private static final String PROGRAM = "!";

    private final CommandContext context;
    private final LineGrammar grammar;
    private final Keys keys;

    public Completion(CommandContext context) {
        this(context, new LineGrammar(context));
    }

    /** Creates a completion with a shared grammar. */
    public Completion(CommandContext context, LineGrammar grammar) {
        this(context, grammar, (prefix, target, cancel) -> keysOfSession(context, prefix, target, cancel));
    }

    /** Creates a completion with its own source of keys. */
    Completion(CommandContext context, LineGrammar grammar, Keys keys) {
        this.context = context;
        this.grammar = grammar;
        this.keys = keys;
    }

    /** A source of keys. */
    @FunctionalInterface
    interface Keys {
        /** The keys with a prefix, in the session with the given name or in the current one. */
        List<Candidate> of(String prefix, @Nullable String session, Cancel cancel) throws IOException;
    }

    /**
     * A candidate.
     *
     * @param value the whole word
     * @param shown its text in a list
     * @param description its description, or null
     * @param closed whether it completes the word
     */
    public record Candidate(String value, String shown, @Nullable String description, boolean closed) {
        Candidate(String value, @Nullable String description, boolean closed) {
            this(value, value, description, closed);
        }

        /** A whole word without a description. */
        static Candidate word(String value) {
            return new Candidate(value, null, true);
        }
    }

    /** The candidates for a word with the given prefix after other words. */
    public List<Candidate> complete(List<String> before, String prefix) {
        return complete(before, prefix, new Cancel());
    }

    /** The candidates, with cancellation. Never fails: unreadable sources have no candidates. */
    public List<Candidate> complete(List<String> before, String prefix, Cancel cancel) {
        try {
            return find(before, prefix, cancel);
        } catch (IOException | RuntimeException e) {
            // Completion reports no errors while the user types.
            return List.of();
        }
    }

    private List<Candidate> find(List<String> before, String prefix, Cancel cancel) throws IOException {
        if (before.isEmpty()) {
            return commands(prefix);
        }
        if (SIGNS.contains(before.get(0))) {
            if (before.size() == 1) {
                return paths(prefix, false);
            }
            return List.of();
        }
        if (before.get(0).equals(PROGRAM)) {
            if (before.size() == 1) {
                return programs(prefix);
            }
            return paths(prefix, false);
        }
        int skipped = LineGrammar.wordsBeforeCommand(before);
        if (skipped == 0) {
            skipped = LineGrammar.wordsBeforeAliased(before);
        }
        if (skipped > 0) {
            return find(before.subList(skipped, before.size()), prefix, cancel);
        }
        LineGrammar.Place place = grammar.place(before);
        if (place == null) {
            return List.of();
        }
        boolean mayBeSession = before.size() == 1 || place.option() == null && SessionWords.areArguments(place.spec());
        if (prefix.startsWith("@") && mayBeSession) {
            return sessions("@", prefix);
        }
        int equals = -1;
        if (prefix.startsWith("--") && place.option() == null) {
            equals = prefix.indexOf('=');
        }
        if (equals > 0) {
            OptionSpec option = place.spec().findOption(prefix.substring(0, equals));
            String head = prefix.substring(0, equals + 1);
            if (option == null) {
                return List.of();
            }
            return after(head, values(option, prefix.substring(equals + 1), place, cancel));
        }
        if (place.option() != null) {
            return values(place.option(), prefix, place, cancel);
        }
        if (prefix.startsWith("-") && !place.literal()) {
            return options(place.spec(), before, prefix);
        }
        List<Candidate> found = new ArrayList<>(subcommands(place, prefix));
        ArgSpec argument = place.argument();
        if (argument != null) {
            found.addAll(values(argument, prefix, place, cancel));
        }
        if (found.isEmpty() && prefix.isEmpty()) {
            return options(place.spec(), before, prefix);
        }
        return found;
    }

    /** The programs in PATH by name; others by path. */
    private static List<Candidate> programs(String prefix) throws IOException {
        if (prefix.contains("/")) {
            return paths(prefix, false);
        }
        String path = System.getenv().getOrDefault("PATH", "");
        return new SystemPrograms(path)
                .named(prefix).stream().map(Candidate::word).toList();
    }

    /** Files and directories whose paths begin with a prefix. */
    public static List<Candidate> files(String prefix) {
        try {
            return paths(prefix, false);
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    private static List<Candidate> after(String head, List<Candidate> values) {
        return values.stream()
                .map(one -> new Candidate(head + one.value(), one.shown(), one.description(), one.closed()))
                .toList();
    }

    /** The command candidates. Commands that change data are only offered for a typed prefix, never as a guess. */
    private List<Candidate> commands(String prefix) {
        return CandidateRanking.of(
                        prefix, context.table().entries(), CommandEntry::name, entry -> !grammar.destroys(entry.name()))
                .stream()
                .map(entry -> new Candidate(entry.name(), entry.summary(), true))
                .toList();
    }

    private static List<Candidate> subcommands(LineGrammar.Place place, String prefix) {
        if (place.position() > 0) {
            return List.of();
        }
        return place.spec().subcommands().entrySet().stream()
                .filter(sub -> sub.getKey().startsWith(prefix))
                .map(sub -> new Candidate(sub.getKey(), summary(sub.getValue()), true))
                .toList();
    }

    private static @Nullable String summary(CommandLine command) {
        String[] lines = command.getCommandSpec().usageMessage().description();
        if (lines.length == 0) {
            return null;
        }
        return lines[0];
    }

    private static List<Candidate> options(CommandSpec spec, List<String> before, String prefix) {
        List<OptionSpec> used = LineGrammar.used(spec, before);
        List<OptionSpec> left = spec.options().stream()
                .filter(option -> !option.hidden() && !used.contains(option))
                .toList();
        return CandidateRanking.of(prefix, left, option -> option.longestName(), all -> true).stream()
                .map(option -> new Candidate(option.longestName(), Signature.describe(option), true))
                .toList();
    }

    private List<Candidate> values(ArgSpec argument, String prefix, LineGrammar.Place place, Cancel cancel)
            throws IOException {
        if (argument.completionCandidates() != null) {
            Stream<String> named;
            if (argument.paramLabel().equals("COMMAND")) {
                named = context.table().names().stream();
            } else {
                named = Stream.empty();
            }
            Stream<String> candidates = StreamSupport.stream(
                            argument.completionCandidates().spliterator(), false)
                    .map(one -> argument.type().isEnum() ? one.toLowerCase(Locale.ROOT) : one);
            List<String> all = Stream.concat(named, candidates).distinct().toList();
            return CandidateRanking.of(prefix, all, one -> one, one -> true).stream()
                    .map(Candidate::word)
                    .toList();
        }
        return switch (argument.paramLabel()) {
            case "DIR" -> paths(prefix, true);
            case "FILE" -> paths(prefix, false);
            case "PLACE" -> places(prefix);
            case "ADDRESS" -> addresses(argument, prefix);
            case "KEY", "PREFIX" -> keys.of(prefix, place.target(), cancel);
            case "SESSION" -> sessions("", prefix);
            case "INDEX|TIME", "INDEX" -> points(prefix, place.target());
            case "COMMAND" -> commands(prefix);
            case "[as NAME]" -> "as".startsWith(prefix) ? List.of(Candidate.word("as")) : List.of();
            default -> List.of();
        };
    }

    private List<Candidate> sessions(String mark, String prefix) {
        return CandidateRanking.of(prefix, context.sessions().all(), session -> mark + session.name(), all -> true)
                .stream()
                .map(session -> new Candidate(mark + session.name(), session.place(), true))
                .toList();
    }

    private static List<Candidate> keysOfSession(
            CommandContext context, String prefix, @Nullable String target, Cancel cancel) throws IOException {
        Optional<Session> session = session(context, target);
        if (session.isEmpty()) {
            return List.of();
        }
        return SessionKeys.candidates(context, session.get(), cancel).of(prefix);
    }

    private static Optional<Session> session(CommandContext context, @Nullable String target) {
        if (target != null) {
            return Optional.of(context.sessions().named(target));
        }
        if (context.sessions().hasCurrent()) {
            return Optional.of(context.sessions().current());
        }
        return Optional.empty();
    }

    /** Positions in a log: both ends, and the entries whose index begins with the prefix. */
    private List<Candidate> points(String prefix, @Nullable String target) throws IOException {
        Optional<Session> session = session(context, target);
        Optional<SessionPast> past = Optional.empty();
        if (!session.isEmpty()) {
            past = session.get().past();
        }
        if (past.isEmpty()) {
            return List.of();
        }
        List<Candidate> found = new ArrayList<>();
        if (PointArguments.LATEST.startsWith(prefix)) {
            found.add(new Candidate(PointArguments.LATEST, "entry " + past.get().latest(), true));
        }
        long first = past.get().earliest();
        for (long index = past.get().latest(); index >= first && found.size() < MAX_POINTS; index--) {
            String text = Long.toString(index);
            boolean end = index == first || index == past.get().latest();
            if (end && text.startsWith(prefix)) {
                found.add(new Candidate(text, words(index == first), true));
            } else if (!prefix.isEmpty() && text.startsWith(prefix)) {
                found.add(Candidate.word(text));
            }
        }
        return found;
    }

    private static String words(boolean first) {
        if (first) {
            return "the first entry that can be shown";
        }
        return "the last entry";
    }

    /** The addresses of the named connections: of the gRPC API or of the admin API. */
    private List<Candidate> addresses(ArgSpec argument, String prefix) {
        boolean service = List.of(((OptionSpec) argument).names()).contains(LiveOption.ADDRESS);
        List<Candidate> found = new ArrayList<>();
        context.config().connections().values().stream()
                .sorted(Comparator.comparing(NamedConnection::name))
                .forEach(named -> {
                    String address = named.admin();
                    if (service) {
                        address = named.place();
                    }
                    if (address != null && Address.isList(address) && address.startsWith(prefix)) {
                        found.add(new Candidate(address, named.name(), true));
                    }
                });
        return found;
    }

    /** The named connections, which only a shell can open, then paths. */
    private List<Candidate> places(String prefix) throws IOException {
        if (context.oneShot()) {
            return paths(prefix, false);
        }
        List<Candidate> found = new ArrayList<>();
        context.config().connections().keySet().stream()
                .sorted()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> found.add(new Candidate(name, "named connection", true)));
        found.addAll(paths(prefix, false));
        return found;
    }

    private static List<Candidate> paths(String prefix, boolean directoriesOnly) throws IOException {
        int slash = prefix.lastIndexOf('/') + 1;
        String directory = prefix.substring(0, slash);
        String start = prefix.substring(slash);
        Path in;
        try {
            in = Path.of(home(directory.isEmpty() ? "." : directory));
        } catch (InvalidPathException impossible) {
            return List.of();
        }
        List<Candidate> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(in)) {
            files.limit(10_000).sorted().forEach(file -> {
                String name = file.getFileName().toString();
                boolean isDirectory = Files.isDirectory(file);
                boolean shown = !name.startsWith(".") || start.startsWith(".");
                if (shown && (isDirectory || !directoriesOnly)) {
                    String end = "";
                    if (isDirectory) {
                        end = "/";
                    }
                    all.add(new Candidate(directory + name + end, name + end, null, !isDirectory));
                }
            });
        } catch (UncheckedIOException vanished) {
            throw vanished.getCause();
        }
        return CandidateRanking.of(start, all, Candidate::shown, one -> true);
    }

    private static String home(String path) {
        return HomeDirectory.expand(path);
    }
}
