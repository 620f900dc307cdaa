package io.metash;

import io.metash.record.EditDistance;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the flags of a metactl command line, and rejects what metactl's argument parser (clap) rejects. */
final class MetactlArguments {
    /** A similar name differs in at most one of this many characters. */
    private static final int SIMILAR = 3;

    private final MetactlCommand command;
    private final List<String> words = new ArrayList<>();

    MetactlArguments(MetactlCommand command) {
        this.command = command;
    }

    /** Reports a command line that metactl does not accept. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        Wrong(String text) {
            super(text, null, false, false);
        }
    }

    /** The flags read so far, one word each, with the value after {@code =}. */
    List<String> words() {
        return words;
    }

    /** Whether the word sets the flag. */
    static boolean names(String word, MetactlCommand.Flag flag) {
        return word.equals(flag.name()) || word.startsWith(flag.name() + "=");
    }

    /** Reads the flag at an index and returns the index of the next word. */
    int read(List<String> line, int at) {
        String word = line.get(at);
        if (isLetters(word)) {
            for (char letter : word.substring(1).toCharArray()) {
                add(command.flag("-" + letter).orElseThrow(() -> unexpected(word)));
            }
            return at + 1;
        }
        boolean joined = word.startsWith("--") && word.contains("=");
        String name = word;
        if (joined) {
            name = word.substring(0, word.indexOf('='));
        }
        Optional<MetactlCommand.Flag> found = command.flag(name);
        if (found.isEmpty()) {
            throw unexpected(name);
        }
        MetactlCommand.Flag flag = found.get();
        if (flag.takes() == MetactlCommand.Value.NONE) {
            if (joined) {
                throw new Wrong("unexpected value '" + word.substring(name.length() + 1) + "' for '" + flag.name()
                        + "' found; no more were expected");
            }
            add(flag);
            return at + 1;
        }
        if (joined) {
            add(flag, word.substring(name.length() + 1));
            return at + 1;
        }
        boolean valueFollows = at + 1 < line.size() && !isFlag(line.get(at + 1));
        if (!valueFollows) {
            throw new Wrong("a value is required for '" + MetactlHelp.named(flag) + "' but none was supplied"
                    + dashed(line, at, flag));
        }
        add(flag, line.get(at + 1));
        return at + 2;
    }

    private static boolean isFlag(String word) {
        return word.startsWith("-") && word.length() > 1;
    }

    /** Whether the word is several short flags in one. */
    private static boolean isLetters(String word) {
        return word.startsWith("-") && !word.startsWith("--") && word.length() > 2;
    }

    /** Explains how to pass the next word, which starts with a dash, as a value. */
    private static String dashed(List<String> line, int at, MetactlCommand.Flag flag) {
        if (at + 1 == line.size() || line.get(at + 1).equals("--")) {
            return "";
        }
        String value = line.get(at + 1);
        return "\n\n  tip: to pass '" + value + "' as a value, use '" + flag.name() + "=" + value + "'";
    }

    private void add(MetactlCommand.Flag flag) {
        once(flag);
        words.add(flag.name());
    }

    private void add(MetactlCommand.Flag flag, String value) {
        once(flag);
        String why = "";
        switch (flag.takes()) {
            case NUMBER -> why = isNumber(value) ? "" : ": not a whole number from 0 to 18446744073709551615";
            case BOOLEAN -> why = List.of("true", "false").contains(value) ? "" : "\n  [possible values: true, false]";
            default -> {}
        }
        if (!why.isEmpty()) {
            throw new Wrong("invalid value '" + value + "' for '" + MetactlHelp.named(flag) + "'" + why);
        }
        words.add(flag.name() + "=" + value);
    }

    private static boolean isNumber(String value) {
        try {
            U64.parse(value);
            return true;
        } catch (NumberFormatException wrong) {
            return false;
        }
    }

    private void once(MetactlCommand.Flag flag) {
        boolean again = flag.presence() != MetactlCommand.Presence.REPEATED
                && words.stream().anyMatch(word -> names(word, flag));
        if (again) {
            throw new Wrong("the argument '" + MetactlHelp.named(flag) + "' cannot be used multiple times" + usage());
        }
    }

    private Wrong unexpected(String name) {
        List<String> known =
                command.flags().stream().map(MetactlCommand.Flag::name).toList();
        return new Wrong("unexpected argument '" + name + "' found" + tip("argument", name, known) + usage());
    }

    private String usage() {
        if (command.name().isEmpty()) {
            return "\n\nUsage: databend-metactl [OPTIONS] [COMMAND]";
        }
        return "\n\nUsage: " + MetactlHelp.usage(command);
    }

    /** Returns a line that names the similar one of the known names, or nothing. */
    static String tip(String kind, String name, List<String> known) {
        for (String other : known) {
            boolean begins = name.length() > SIMILAR && other.startsWith(name);
            if (begins || EditDistance.between(name, other) <= other.length() / SIMILAR) {
                return "\n\n  tip: a similar " + kind + " exists: '" + other + "'";
            }
        }
        return "";
    }
}
