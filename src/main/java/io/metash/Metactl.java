package io.metash;

import io.metash.output.Io;
import io.metash.record.ExitStatus;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Entry point under the name databend-metactl: only metactl's subcommands, flags, streams and exit statuses. A wrong
 * command line exits with 2, every other failure with 1.
 */
public final class Metactl {
    private static final int USAGE = 2;
    private static final int FAILED = 1;
    /** Subcommands that print the service address on standard error. */
    private static final Set<String> NAMING = Set.of("get", "upsert", "watch", "member-list");

    private static final Set<Integer> SIGNALS = Set.of(ExitStatus.INTERRUPTED.code(), ExitStatus.BROKEN_PIPE.code());

    private final PrintStream out;
    private final PrintStream err;
    private final Io io;

    private Metactl(Io io) {
        this.out = io.out();
        this.err = new PrintStream(new ErrorPrefix(io.err()), true, StandardCharsets.UTF_8);
        this.io = io.with(out, err);
    }

    /** Runs a command line and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, Io.ofProcess(Terminals.is(0), Terminals.is(1), Terminals.is(2))));
    }

    /** Runs a command line on the given streams and returns the exit status. */
    static int run(String[] arguments, Io io) {
        Metactl metactl = new Metactl(io);
        int status;
        try {
            status = metactl.run(new ArrayList<>(List.of(arguments)));
        } catch (WrongArguments wrong) {
            metactl.err.println("error: " + wrong.getMessage());
            metactl.err.println();
            metactl.err.println("For more information, try '--help'.");
            status = USAGE;
        }
        metactl.out.flush();
        metactl.err.flush();
        return status;
    }

    /** Reports a command line that metactl does not accept. */
    private static final class WrongArguments extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongArguments(String text) {
            super(text, null, false, false);
        }
    }

    private int run(List<String> words) {
        List<MetactlCommand.Flag> before = new ArrayList<>(MetactlHelp.GLOBAL);
        before.addAll(MetactlHelp.OLD_FORM);
        MetactlCommand top = new MetactlCommand("", "", before);
        List<String> leading = new ArrayList<>();
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String word = words.get(at);
            if (word.equals("-h") || word.equals("--help")) {
                MetactlHelp.all(out);
                return 0;
            }
            if (word.equals("-V") || word.equals("--version")) {
                out.println("databend-metactl " + Main.version());
                return 0;
            }
            at = readFlag(words, at, top, leading);
        }
        if (at < words.size()) {
            return subcommand(words.get(at), leading, words.subList(at + 1, words.size()));
        }
        if (leading.remove("--export")) {
            return metash("export", leading);
        }
        if (leading.remove("--import")) {
            return metash("import", leading);
        }
        MetactlHelp.all(out);
        return 0;
    }

    private int subcommand(String name, List<String> leading, List<String> words) {
        if (name.equals("help")) {
            if (words.isEmpty()) {
                MetactlHelp.all(out);
            } else {
                MetactlHelp.of(find(words.get(0)), out);
            }
            return 0;
        }
        MetactlCommand command = find(name);
        List<MetactlCommand.Flag> known = new ArrayList<>(command.flags());
        known.addAll(MetactlHelp.GLOBAL);
        MetactlCommand with = new MetactlCommand(name, command.summary(), known);
        // Flags of the old form have no effect before a subcommand.
        List<String> arguments = global(leading);
        List<String> own = new ArrayList<>();
        for (int at = 0; at < words.size(); ) {
            if (words.get(at).equals("-h") || words.get(at).equals("--help")) {
                MetactlHelp.of(command, out);
                return 0;
            }
            at = readFlag(words, at, with, own);
        }
        List<String> missing = command.flags().stream()
                .filter(flag -> flag.required() && own.stream().noneMatch(word -> names(word, flag)))
                .map(flag -> "  " + MetactlHelp.named(flag))
                .toList();
        if (!missing.isEmpty()) {
            throw new WrongArguments("the following required arguments were not provided:\n"
                    + String.join("\n", missing) + "\n\nUsage: " + MetactlHelp.usage(command));
        }
        if (NAMING.contains(name)) {
            err.println("Using gRPC API address: [\"" + address(own) + "\"]");
        }
        arguments.addAll(own);
        return metash(name, arguments);
    }

    private static boolean names(String word, MetactlCommand.Flag flag) {
        return word.equals(flag.name()) || word.startsWith(flag.name() + "=");
    }

    private static String address(List<String> words) {
        String flag = "--grpc-api-address";
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(flag + "=")) {
                return words.get(i).substring(flag.length() + 1);
            }
            if (words.get(i).equals(flag)) {
                return words.get(i + 1);
            }
        }
        return "127.0.0.1:9191";
    }

    private static List<String> global(List<String> leading) {
        List<String> kept = new ArrayList<>();
        for (String word : leading) {
            if (MetactlHelp.GLOBAL.stream().anyMatch(flag -> names(word, flag))) {
                kept.add(word);
            }
        }
        return kept;
    }

    private static MetactlCommand find(String name) {
        return MetactlCommand.find(name)
                .orElseThrow(() -> new WrongArguments(
                        "unrecognized subcommand '" + name + "'\n\nUsage: databend-metactl [OPTIONS] [COMMAND]"));
    }

    /** Reads a flag and its value into one word and returns the index of the next word. */
    private static int readFlag(List<String> words, int at, MetactlCommand command, List<String> taken) {
        String word = words.get(at);
        boolean joined = word.startsWith("--") && word.contains("=");
        String name = word;
        if (joined) {
            name = word.substring(0, word.indexOf('='));
        }
        Optional<MetactlCommand.Flag> flag = command.flag(name);
        if (flag.isEmpty()) {
            throw new WrongArguments("unexpected argument '" + word + "' found");
        }
        if (flag.get().value().isEmpty()) {
            taken.add(flag.get().name());
            return at + 1;
        }
        if (joined) {
            taken.add(word);
            return at + 1;
        }
        if (at + 1 == words.size()) {
            throw new WrongArguments(
                    "a value is required for '" + MetactlHelp.named(flag.get()) + "' but none was supplied");
        }
        taken.add(name + "=" + words.get(at + 1));
        return at + 2;
    }

    private int metash(String command, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("--no-config", command));
        for (String word : arguments) {
            if (!word.startsWith("--log-level=")) {
                words.add(word);
            }
        }
        int status = Main.runAsMetactl(words.toArray(new String[0]), io);
        boolean own = command.equals("lua") || SIGNALS.contains(status) || status == 0;
        if (own) {
            return status;
        }
        return FAILED;
    }
}
