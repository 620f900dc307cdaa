package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.ForeignCommands;
import io.metash.command.NearestNames;
import io.metash.command.WordCheck;
import io.metash.files.ParentDirectory;
import io.metash.record.Failure;
import io.metash.shell.script.CommandSplitter;
import io.metash.shell.script.DataInput;
import io.metash.shell.script.Expansion;
import io.metash.shell.script.Redirect;
import io.metash.shell.script.ScriptFrame;
import io.metash.shell.script.ScriptText;
import io.metash.shell.script.Variables;
import io.metash.shell.script.WordPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Checks a script by parsing it as the interpreter does, without running it; lists errors with their positions. */
final class ScriptCheck {
    private final CommandContext context;
    private final CommandLineRunner runner;
    private final Expansion expansion;
    private final List<String> found = new ArrayList<>();
    private final Map<String, String> variables = new TreeMap<>();
    private final Set<String> sessions = new HashSet<>();
    private final List<Path> chain = new ArrayList<>();
    private boolean anySession;
    private boolean anyVariable;

    ScriptCheck(CommandContext context, Expansion expansion) {
        this.context = context;
        this.runner = new CommandLineRunner(context);
        this.expansion = expansion;
        variables.putAll(expansion.variables());
        context.sessions().all().forEach(session -> sessions.add(session.name()));
    }

    /** The problems of a script and the scripts that it sources. */
    List<String> file(Path file) throws IOException {
        script(file, ScriptText.read(file));
        return found;
    }

    private void script(Path file, String text) throws IOException {
        chain.add(file.toRealPath());
        List<CommandSplitter.Command> commands;
        try {
            commands = CommandSplitter.parse(text, file.toString());
        } catch (CommandSplitter.Unfinished unfinished) {
            found.add(line(unfinished.failure(file.toString())));
            return;
        } catch (Failure wrong) {
            found.add(line(wrong));
            return;
        }
        for (CommandSplitter.Command command : commands) {
            command(command, new Place(file, text, command));
        }
        chain.remove(chain.size() - 1);
    }

    private static String line(Failure failure) {
        return failure.where() + ": " + failure.what();
    }

    /** The position of a word in a command. */
    private record Place(Path file, String text, CommandSplitter.Command command) {
        String of(CommandSplitter.Word word) {
            int start = word.start();
            int lineStart = text.lastIndexOf('\n', start - 1) + 1;
            long line =
                    1 + text.substring(0, start).chars().filter(c -> c == '\n').count();
            return file + ":" + line + ":" + (start - lineStart + 1);
        }

        String ofCommand() {
            return file + ":" + command.line() + ":" + command.column();
        }
    }

    private void add(String place, String what, List<String> near) {
        found.add(place + ": " + what + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
    }

    private void command(CommandSplitter.Command command, Place place) throws IOException {
        for (CommandSplitter.Word word : command.words()) {
            variables(word, () -> place.of(word));
        }
        Redirect redirect = command.redirect();
        if (redirect != null && redirect.file() != null) {
            CommandSplitter.Word target = redirect.file();
            variables(target, () -> place.of(target));
        }
        DataInput input = command.input();
        if (input != null) {
            variables(input.word(), place::ofCommand);
        }
        List<CommandSplitter.Word> words =
                command.words().subList(command.tried() ? 1 : 0, command.words().size());
        if (!words.isEmpty() && words.get(0).text().equals("on-error") && words.size() > 1) {
            boolean word = words.size() == 2
                    && Set.of("stop", "continue").contains(words.get(1).text());
            if (word) {
                words = List.of();
            } else {
                words = words.subList(1, words.size());
            }
        }
        if (!words.isEmpty() && words.get(0).fixed()) {
            words(words, place);
        }
    }

    private void variables(CommandSplitter.Word word, Supplier<String> place) {
        for (WordPart part : word.parts()) {
            if (part instanceof WordPart.Variable variable && variable.otherwise() == null) {
                String name = variable.name();
                boolean given = !Variables.isName(name)
                        || variables.containsKey(name)
                        || expansion.value(name, ScriptFrame.text("", List.of()), 0) != null;
                if (!given && !anyVariable) {
                    add(
                            place.get(),
                            "the variable '" + name + "' is not set",
                            NearestNames.to(name, variables.keySet()));
                }
            }
        }
    }

    private void words(List<CommandSplitter.Word> words, Place place) throws IOException {
        CommandSplitter.Word first = words.get(0);
        CommandEntry entry = context.table().find(first.text()).orElse(null);
        if (entry == null) {
            add(
                    place.of(first),
                    "unknown command '" + first.text() + "'",
                    ForeignCommands.commands(first.text(), context.table().names()));
            return;
        }
        List<CommandSplitter.Word> rest = words.subList(1, words.size());
        if (!rest.isEmpty()
                && rest.get(0).fixed()
                && runner.isTarget(entry, rest.get(0).text())) {
            session(rest.get(0).text().substring(1), place.of(rest.get(0)));
            rest = rest.subList(1, rest.size());
        }
        parsed(entry, rest, place);
        remember(entry.name(), rest, place);
    }

    private void parsed(CommandEntry entry, List<CommandSplitter.Word> rest, Place place) {
        boolean fixed = rest.stream().allMatch(this::known);
        List<String> texts = rest.stream().map(this::text).toList();
        WordCheck check = WordCheck.of(runner.commandLine(entry), texts);
        String token = check.unknown();
        if (token != null && (fixed || token.startsWith("-"))) {
            int index = texts.indexOf(token);
            add(
                    index < 0 ? place.ofCommand() : place.of(rest.get(index)),
                    entry.name() + ": '" + token + "' is not valid here",
                    NearestNames.to(token, check.options()));
        } else if (check.wrong() != null && fixed) {
            add(place.ofCommand(), entry.name() + ": " + check.wrong(), List.of());
        }
        for (String name : check.sessions()) {
            rest.stream()
                    .filter(word -> word.fixed() && word.text().equals(name))
                    .findFirst()
                    .ifPresent(word -> session(name.startsWith("@") ? name.substring(1) : name, place.of(word)));
        }
    }

    private boolean known(CommandSplitter.Word word) {
        return word.parts().stream()
                .allMatch(part -> part instanceof WordPart.Text
                        || (part instanceof WordPart.Variable variable && variables.get(variable.name()) != null));
    }

    private String text(CommandSplitter.Word word) {
        StringBuilder out = new StringBuilder();
        for (WordPart part : word.parts()) {
            if (part instanceof WordPart.Variable variable) {
                String value = variables.get(variable.name());
                out.append(value == null ? "1" : value);
            } else {
                out.append(((WordPart.Text) part).text());
            }
        }
        return out.toString();
    }

    private void session(String name, String place) {
        if (!anySession && !sessions.contains(name)) {
            add(place, "no session is named '" + name + "' here", NearestNames.to(name, sessions));
        }
    }

    /** Records definitions made by a command for the rest of the script. */
    private void remember(String command, List<CommandSplitter.Word> rest, Place place) throws IOException {
        switch (command) {
            case "connect" -> connected(rest);
            case "set" -> set(rest);
            case "unset" -> rest.forEach(word -> variables.remove(word.text()));
            case "disconnect" -> rest.forEach(word -> sessions.remove(word.text()));
            case "source" -> {
                if (!rest.isEmpty() && rest.get(0).fixed()) {
                    source(rest.get(0), place);
                } else {
                    anyVariable = true;
                    anySession = true;
                }
            }
            default -> {}
        }
    }

    private void connected(List<CommandSplitter.Word> rest) {
        List<String> texts = rest.stream().map(CommandSplitter.Word::text).toList();
        int as = texts.indexOf("as");
        if (as >= 0 && as + 1 < texts.size() && rest.get(as + 1).fixed()) {
            sessions.add(texts.get(as + 1));
            return;
        }
        if (!rest.stream().allMatch(this::known)) {
            anySession = true;
            return;
        }
        for (CommandSplitter.Word word : rest) {
            String text = text(word);
            sessions.add(text);
            try {
                Path last = Path.of(text).toAbsolutePath().normalize().getFileName();
                sessions.add(last == null ? "root" : last.toString());
            } catch (InvalidPathException noPath) {
                // The place is a service address, not a path.
            }
        }
    }

    private void set(List<CommandSplitter.Word> rest) {
        List<CommandSplitter.Word> plain =
                rest.stream().filter(word -> !word.text().startsWith("-")).toList();
        if (plain.size() == 2 && plain.get(0).fixed()) {
            variables.put(plain.get(0).text(), known(plain.get(1)) ? text(plain.get(1)) : null);
        } else if (plain.size() == 1 && plain.get(0).text().indexOf('=') > 0) {
            String text = plain.get(0).text();
            int equals = text.indexOf('=');
            variables.put(
                    text.substring(0, equals),
                    known(plain.get(0)) ? text(plain.get(0)).substring(equals + 1) : null);
        }
    }

    private void source(CommandSplitter.Word word, Place place) throws IOException {
        Path given = ParentDirectory.of(place.file()).resolve(word.text());
        if (!Files.isRegularFile(given)) {
            add(place.of(word), "no such script: " + word.text(), List.of());
        } else if (chain.contains(given.toRealPath())) {
            add(place.of(word), "the script sources itself: " + word.text(), List.of());
        } else if (chain.size() >= 16) {
            add(place.of(word), "scripts nest more than 16 deep", List.of());
        } else {
            Path parent = place.file().getParent();
            script(parent == null ? Path.of(word.text()) : parent.resolve(word.text()), ScriptText.read(given));
        }
    }
}
