package io.metash;

import io.metash.output.Io;
import io.metash.record.ExitStatus;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    private static final String RAFT_DIR = "--raft-dir=";

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
        } catch (MetactlArguments.Wrong wrong) {
            metactl.err.println("error: " + wrong.getMessage());
            metactl.err.println();
            metactl.err.println("For more information, try '--help'.");
            status = USAGE;
        }
        metactl.out.flush();
        metactl.err.flush();
        return status;
    }

    private int run(List<String> words) {
        List<MetactlCommand.Flag> before = new ArrayList<>(MetactlHelp.GLOBAL);
        before.addAll(MetactlHelp.OLD_FORM);
        MetactlCommand top = new MetactlCommand("", "", before);
        MetactlArguments flags = new MetactlArguments(top);
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
            at = flags.read(words, at);
        }
        List<String> leading = flags.words();
        if (at < words.size()) {
            return subcommand(words.get(at), leading, words.subList(at + 1, words.size()));
        }
        for (String name : List.of("export", "import")) {
            if (leading.remove("--" + name)) {
                return oldForm(name, leading);
            }
        }
        MetactlHelp.all(out);
        return 0;
    }

    /** Runs the form without a subcommand, which ignores the flags of the other one. */
    private int oldForm(String name, List<String> words) {
        List<MetactlCommand.Flag> known = new ArrayList<>(find(name).flags());
        known.addAll(MetactlHelp.GLOBAL);
        List<String> renamed = words.stream()
                .map(word -> word.replaceFirst("^--export-chunk-size", "--chunk-size"))
                .filter(word -> known.stream().anyMatch(flag -> MetactlArguments.names(word, flag)))
                .toList();
        // The form without a subcommand, since it reads the service's address from the environment.
        return metash("--" + name, renamed);
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
        MetactlArguments flags = new MetactlArguments(with);
        for (int at = 0; at < words.size(); ) {
            if (words.get(at).equals("-h") || words.get(at).equals("--help")) {
                MetactlHelp.of(command, out);
                return 0;
            }
            at = flags.read(words, at);
        }
        List<String> own = flags.words();
        List<String> missing = command.flags().stream()
                .filter(flag -> flag.required() && own.stream().noneMatch(word -> MetactlArguments.names(word, flag)))
                .map(flag -> "  " + MetactlHelp.named(flag))
                .toList();
        if (!missing.isEmpty()) {
            throw new MetactlArguments.Wrong("the following required arguments were not provided:\n"
                    + String.join("\n", missing) + "\n\nUsage: " + MetactlHelp.usage(command));
        }
        if (NAMING.contains(name)) {
            err.println("Using gRPC API address: [\"" + address(own) + "\"]");
        }
        arguments.addAll(own);
        return metash(name, arguments);
    }

    private static String address(List<String> words) {
        String flag = "--grpc-api-address=";
        return words.stream()
                .filter(word -> word.startsWith(flag))
                .map(word -> word.substring(flag.length()))
                .findFirst()
                .orElse("127.0.0.1:9191");
    }

    private static List<String> global(List<String> leading) {
        List<String> kept = new ArrayList<>();
        for (String word : leading) {
            if (MetactlHelp.GLOBAL.stream().anyMatch(flag -> MetactlArguments.names(word, flag))) {
                kept.add(word);
            }
        }
        return kept;
    }

    private static MetactlCommand find(String name) {
        return MetactlCommand.find(name)
                .orElseThrow(() -> new MetactlArguments.Wrong("unrecognized subcommand '" + name + "'"
                        + MetactlArguments.tip("subcommand", name, MetactlCommand.names())
                        + "\n\nUsage: databend-metactl [OPTIONS] [COMMAND]"));
    }

    private int metash(String command, List<String> arguments) {
        boolean nowhere = command.endsWith("import") && arguments.stream().noneMatch(word -> word.startsWith(RAFT_DIR));
        if (nowhere) {
            err.println("Error: import needs the directory to write");
            err.println("  next   databend-metactl import --raft-dir DIR --db FILE");
            return FAILED;
        }
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
