package io.metash.command;

import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.session.Segment;
import io.metash.session.Segments;
import io.metash.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What may stand at a place of a line: commands, options, and for their values paths, session names and keys. */
public final class Completion {
    private static final int MOST = 200;

    private final Context context;

    /** A completion that sees this context. */
    public Completion(Context context) {
        this.context = context;
    }

    /**
     * Something that may be typed.
     *
     * @param value the whole word
     * @param description what it is, or null
     * @param closed whether the word is complete with it
     */
    public record Candidate(String value, String description, boolean closed) {}

    /** The candidates for a word that begins with {@code prefix} behind other words. */
    public List<Candidate> complete(List<String> before, String prefix) {
        if (before.isEmpty()) {
            return commands(prefix);
        }
        CommandEntry entry = context.table().find(before.get(0)).orElse(null);
        if (entry == null) {
            return List.of();
        }
        CommandSpec spec = new CommandLineRunner(context).commandLine(entry).getCommandSpec();
        if (before.size() > 1 && spec.subcommands().containsKey(before.get(1))) {
            spec = spec.subcommands().get(before.get(1)).getCommandSpec();
            before = before.subList(1, before.size());
        }
        String last = before.get(before.size() - 1);
        OptionSpec option = before.size() > 1 ? spec.findOption(last) : null;
        if (option != null && option.arity().max() > 0) {
            return values(option, prefix);
        }
        if (prefix.startsWith("-")) {
            return options(spec, before, prefix);
        }
        int position = position(spec, before);
        List<Candidate> found = new ArrayList<>();
        if (before.size() == 1) {
            spec.subcommands().forEach((name, member) -> {
                if (name.startsWith(prefix)) {
                    String[] words = member.getCommandSpec().usageMessage().description();
                    found.add(new Candidate(name, words.length == 0 ? null : words[0], true));
                }
            });
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (parameter.index().contains(position)) {
                found.addAll(values(parameter, prefix));
            }
        }
        return found.isEmpty() && prefix.isEmpty() ? options(spec, before, prefix) : found;
    }

    /** Which positional word comes next: those before it without options and their values. */
    private static int position(CommandSpec spec, List<String> before) {
        int position = 0;
        for (int i = 1; i < before.size(); i++) {
            OptionSpec option = spec.findOption(before.get(i));
            if (option != null) {
                i += Math.min(1, option.arity().max());
            } else if (!before.get(i).startsWith("--")) {
                position++;
            }
        }
        return position;
    }

    private List<Candidate> commands(String prefix) {
        return context.table().entries().stream()
                .filter(entry -> entry.name().startsWith(prefix))
                .map(entry -> new Candidate(entry.name(), entry.summary(), true))
                .toList();
    }

    private static List<Candidate> options(CommandSpec spec, List<String> before, String prefix) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .filter(option ->
                        option.isMultiValue() || Stream.of(option.names()).noneMatch(before::contains))
                .filter(option -> option.longestName().startsWith(prefix))
                .map(option -> new Candidate(option.longestName(), option.description()[0], true))
                .toList();
    }

    private List<Candidate> values(ArgSpec argument, String prefix) {
        try {
            return switch (argument.paramLabel()) {
                case "DIR" -> paths(prefix, true);
                case "FILE", "PLACE" -> paths(prefix, false);
                case "KEY", "PREFIX" -> keys(prefix);
                case "SESSION" ->
                    context.sessions().all().stream()
                            .filter(session -> session.name().startsWith(prefix))
                            .map(session -> new Candidate(session.name(), session.place(), true))
                            .toList();
                case "COMMAND" -> commands(prefix);
                case "as NAME" -> "as".startsWith(prefix) ? List.of(new Candidate("as", null, true)) : List.of();
                default -> List.of();
            };
        } catch (IOException | Failure cannotSay) {
            // A line that is being typed is no place for an error: what cannot be read offers nothing.
            return List.of();
        }
    }

    private List<Candidate> keys(String prefix) throws IOException {
        if (!context.sessions().hasCurrent()) {
            return List.of();
        }
        Session session = context.sessions().current();
        List<Candidate> found = new ArrayList<>();
        for (Segment segment : Segments.complete(session::scan, Bytes.utf8(prefix), MOST)) {
            found.add(new Candidate(segment.text().text(), null, segment.leaf()));
        }
        return found;
    }

    private static List<Candidate> paths(String prefix, boolean foldersOnly) throws IOException {
        int slash = prefix.lastIndexOf('/') + 1;
        String folder = prefix.substring(0, slash);
        String start = prefix.substring(slash);
        List<Candidate> found = new ArrayList<>();
        Path in;
        try {
            in = Path.of(home(folder.isEmpty() ? "." : folder));
        } catch (InvalidPathException impossible) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(in)) {
            files.sorted().limit(10_000).forEach(file -> {
                String name = file.getFileName().toString();
                boolean isFolder = Files.isDirectory(file);
                boolean shown = !name.startsWith(".") || start.startsWith(".");
                if (name.startsWith(start) && shown && (isFolder || !foldersOnly)) {
                    found.add(new Candidate(folder + name + (isFolder ? "/" : ""), null, !isFolder));
                }
            });
        }
        return found;
    }

    private static String home(String path) {
        return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
    }
}
