package io.metash;

import io.metash.command.ConnectionFlags;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Formats help like metactl's argument parser (clap). */
final class MetactlHelp {
    /** Flags accepted before or after every subcommand. */
    static final List<MetactlCommand.Flag> GLOBAL = List.of(
            MetactlCommand.Flag.of("--log-level", "LOG_LEVEL", "Accepted, but has no effect"),
            MetactlCommand.Flag.of(ConnectionFlags.USER, "USER", "User of the meta service [default: root]"),
            MetactlCommand.Flag.of(ConnectionFlags.PASSWORD_FILE, "FILE", "File with the password"),
            MetactlCommand.Flag.of(ConnectionFlags.CA, "FILE", "Certificates to trust; needs the domain name"),
            MetactlCommand.Flag.of(ConnectionFlags.DOMAIN, "NAME", "Name that the certificate of the service is for"));

    /** Flags of the form without a subcommand. */
    static final List<MetactlCommand.Flag> OLD_FORM = List.of(
            MetactlCommand.Flag.of("--grpc-api-address", "GRPC_API_ADDRESS", "DEPRECATED: use a subcommand"),
            MetactlCommand.Flag.letter("", "--import", "DEPRECATED: use a subcommand"),
            MetactlCommand.Flag.letter("", "--export", "DEPRECATED: use a subcommand"),
            MetactlCommand.Flag.of("--raft-dir", "RAFT_DIR", "DEPRECATED: use a subcommand"),
            MetactlCommand.Flag.number("--export-chunk-size", "EXPORT_CHUNK_SIZE", "DEPRECATED: use a subcommand"),
            MetactlCommand.Flag.of("--db", "DB", "DEPRECATED: use a subcommand"),
            MetactlCommand.Flag.repeated("--initial-cluster", "INITIAL_CLUSTER", "DEPRECATED: use a subcommand"),
            MetactlCommand.Flag.number("--id", "ID", "DEPRECATED: use a subcommand"));

    private static final int MARGIN = 2;

    private MetactlHelp() {}

    static void all(PrintStream out) {
        out.println("Usage: databend-metactl [OPTIONS] [COMMAND]");
        out.println();
        out.println("Commands:");
        int width = MetactlCommand.ALL.stream()
                .mapToInt(command -> command.name().length())
                .max()
                .orElseThrow();
        for (MetactlCommand command : MetactlCommand.ALL) {
            out.println("  " + padded(command.name(), width) + "  " + command.summary());
        }
        out.println("  " + padded("help", width) + "  Print this message or the help of the given subcommand(s)");
        out.println();
        List<MetactlCommand.Flag> flags = new ArrayList<>(GLOBAL);
        flags.addAll(OLD_FORM);
        options(flags, true, out);
    }

    static void of(MetactlCommand command, PrintStream out) {
        out.println(command.summary());
        out.println();
        out.println("Usage: " + usage(command));
        out.println();
        List<MetactlCommand.Flag> flags = new ArrayList<>(command.flags());
        flags.addAll(GLOBAL.subList(1, GLOBAL.size()));
        options(flags, false, out);
    }

    /** Returns the usage text of a subcommand. */
    static String usage(MetactlCommand command) {
        StringBuilder usage =
                new StringBuilder("databend-metactl ").append(command.name()).append(" [OPTIONS]");
        for (MetactlCommand.Flag flag : command.flags()) {
            if (flag.required()) {
                usage.append(' ').append(named(flag));
            }
        }
        return usage.toString();
    }

    /** Formats a flag and its value placeholder. */
    static String named(MetactlCommand.Flag flag) {
        if (flag.value().isEmpty()) {
            return flag.name();
        }
        return flag.name() + " <" + flag.value() + ">";
    }

    private static void options(List<MetactlCommand.Flag> flags, boolean version, PrintStream out) {
        List<MetactlCommand.Flag> all = new ArrayList<>(flags);
        all.add(MetactlCommand.Flag.letter("-h", "--help", "Print help"));
        if (version) {
            all.add(MetactlCommand.Flag.letter("-V", "--version", "Print version"));
        }
        int width = all.stream().mapToInt(flag -> named(flag).length()).max().orElseThrow();
        out.println("Options:");
        for (MetactlCommand.Flag flag : all) {
            String letter = "    ";
            if (!flag.letter().isEmpty()) {
                letter = flag.letter() + ", ";
            }
            out.println("  " + letter + padded(named(flag), width) + " ".repeat(MARGIN) + flag.description());
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
