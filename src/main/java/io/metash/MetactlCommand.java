package io.metash;

import java.util.List;
import java.util.Optional;

/**
 * A metactl subcommand and its flags.
 *
 * @param name the subcommand's name
 * @param summary one line of help
 * @param flags the flags, without --help
 */
record MetactlCommand(String name, String summary, List<Flag> flags) {
    /** The kind of a flag's value. */
    enum Value {
        NONE,
        TEXT,
        NUMBER,
        BOOLEAN
    }

    /**
     * A flag.
     *
     * @param name the long form with dashes
     * @param letter the short form with its dash, or empty
     * @param value the placeholder of its value, or empty for a flag without a value
     * @param takes the kind of its value
     * @param presence whether it may be missing or repeated
     * @param description the help text
     */
    record Flag(String name, String letter, String value, Value takes, Presence presence, String description) {
        static Flag of(String name, String value, String description) {
            return new Flag(name, "", value, Value.TEXT, Presence.OPTIONAL, description);
        }

        static Flag needed(String name, String value, String description) {
            return new Flag(name, "", value, Value.TEXT, Presence.REQUIRED, description);
        }

        static Flag repeated(String name, String value, String description) {
            return new Flag(name, "", value, Value.TEXT, Presence.REPEATED, description);
        }

        static Flag letter(String letter, String name, String description) {
            return new Flag(name, letter, "", Value.NONE, Presence.OPTIONAL, description);
        }

        static Flag number(String name, String value, String description) {
            return of(name, value, description).taking(Value.NUMBER);
        }

        Flag taking(Value kind) {
            return new Flag(name, letter, value, kind, presence, description);
        }

        boolean required() {
            return presence == Presence.REQUIRED;
        }
    }

    /** The permitted number of occurrences of a flag. */
    enum Presence {
        OPTIONAL,
        REQUIRED,
        REPEATED
    }

    private static final Flag GRPC =
            Flag.of("--grpc-api-address", "GRPC_API_ADDRESS", "Address of the meta service [default: 127.0.0.1:9191]");
    private static final Flag ADMIN =
            Flag.of("--admin-api-address", "ADMIN_API_ADDRESS", "Address of the admin API [default: 127.0.0.1:28002]");
    private static final Flag SNAPSHOT_ADMIN =
            Flag.of("--admin-api-address", "ADMIN_API_ADDRESS", "Address of the admin API [default: 127.0.0.1:28101]");
    private static final Flag RAFT_DIR = Flag.of("--raft-dir", "RAFT_DIR", "Directory of the persisted meta state");
    private static final Flag ID = Flag.number("--id", "ID", "Id of the node [default: 0]");

    /** All subcommands in metactl's order. */
    static final List<MetactlCommand> ALL = List.of(
            new MetactlCommand("status", "Show the status of the cluster", List.of(GRPC)),
            new MetactlCommand(
                    "export",
                    "Export metadata from a running node or a Raft directory",
                    List.of(
                            GRPC,
                            RAFT_DIR,
                            Flag.number(
                                    "--chunk-size", "CHUNK_SIZE", "Lines in one message of the service [default: 32]"),
                            Flag.of("--db", "DB", "File to write; standard output when empty"),
                            ID)),
            new MetactlCommand(
                    "import",
                    "Import metadata into a Raft directory",
                    List.of(
                            RAFT_DIR,
                            Flag.of("--db", "DB", "File to read; standard input when empty"),
                            Flag.repeated(
                                    "--initial-cluster", "INITIAL_CLUSTER", "ID=HOST:PORT of a node; once for each"),
                            ID)),
            new MetactlCommand(
                    "filter-tenant",
                    "Keep one tenant of an exported dump",
                    List.of(
                            Flag.needed("--tenant", "TENANT", "Tenant to keep"),
                            Flag.of("--input", "INPUT", "File to read; standard input when empty"),
                            Flag.of("--output", "OUTPUT", "File to write; standard output when empty"))),
            new MetactlCommand(
                    "keys-layout",
                    "Count the keys of the last snapshot by prefix",
                    List.of(GRPC, Flag.number("--depth", "DEPTH", "Levels to show [default: all]"))),
            new MetactlCommand(
                    "transfer-leader",
                    "Transfer the leadership to another node",
                    List.of(Flag.number("--to", "TO", "Id of the node [default: any voter]"), ADMIN)),
            new MetactlCommand("trigger-snapshot", "Trigger a snapshot on a node", List.of(SNAPSHOT_ADMIN)),
            new MetactlCommand(
                    "set-feature",
                    "Enable or disable a feature",
                    List.of(
                            Flag.needed("--feature", "FEATURE", "Name of the feature"),
                            Flag.needed("--enable", "ENABLE", "true or false").taking(Value.BOOLEAN),
                            ADMIN)),
            new MetactlCommand("list-features", "List the features", List.of(ADMIN)),
            new MetactlCommand(
                    "bench-client-num-conn",
                    "Open connections in a loop without closing them",
                    List.of(GRPC, Flag.number("--num", "NUM", "Number of connections [default: 10000]"))),
            new MetactlCommand(
                    "watch",
                    "Watch the keys under a prefix",
                    List.of(GRPC, Flag.needed("--prefix", "PREFIX", "Prefix of the keys"))),
            new MetactlCommand(
                    "upsert",
                    "Update or insert a key",
                    List.of(
                            GRPC,
                            Flag.needed("--key", "KEY", "Key to set"),
                            Flag.needed("--value", "VALUE", "Value to set"))),
            new MetactlCommand(
                    "get", "Get the value of a key", List.of(GRPC, Flag.needed("--key", "KEY", "Key to get"))),
            new MetactlCommand(
                    "lua",
                    "Run Lua scripts with clients of the service",
                    List.of(
                            Flag.repeated("--file", "FILE", "File with a script; may be repeated"),
                            Flag.repeated("--script", "SCRIPT", "Lua code; may be repeated"))),
            new MetactlCommand("member-list", "List the members of the cluster", List.of(GRPC)),
            new MetactlCommand("metrics", "Print the metrics of a node", List.of(ADMIN)),
            new MetactlCommand(
                    "dump-raft-log-wal",
                    "Print the records of a Raft log",
                    List.of(
                            Flag.needed("--raft-dir", "RAFT_DIR", "Directory of the persisted meta state"),
                            Flag.letter("-V", "--decode-values", "Decode the values that entries write"),
                            Flag.letter("-R", "--raw", "Show the bytes of the values that entries write"))));

    /** Returns the subcommand of this name. */
    static Optional<MetactlCommand> find(String name) {
        return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
    }

    /** The names of all subcommands. */
    static List<String> names() {
        return ALL.stream().map(MetactlCommand::name).toList();
    }

    /** Returns the flag that matches the part of a word before {@code =}. */
    Optional<Flag> flag(String word) {
        return flags.stream()
                .filter(flag -> flag.name().equals(word)
                        || !word.isEmpty() && flag.letter().equals(word))
                .findFirst();
    }
}
