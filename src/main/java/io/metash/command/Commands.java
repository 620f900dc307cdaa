package io.metash.command;

import java.util.List;

/** All commands of metash, in the order in which help lists them. */
public final class Commands {
    private Commands() {}

    /** The table; no command's class is loaded by making it. */
    public static CommandTable table() {
        return new CommandTable(List.of(
                entry(
                        "connect",
                        "Sessions",
                        "open a Raft directory, an export file or a running service",
                        false,
                        c -> new ConnectCommand(c)),
                entry("sessions", "Sessions", "list the open sessions", false, c -> new SessionsCommand(c)),
                entry("use", "Sessions", "make another session the current one", false, c -> new UseCommand(c)),
                entry("disconnect", "Sessions", "close a session", false, c -> new DisconnectCommand(c)),
                entry("ls", "Look around", "list keys by segment, with counts", false, c -> new LsCommand(c)),
                entry("cd", "Look around", "go into a prefix, as into a folder", false, c -> new CdCommand(c)),
                entry("pwd", "Look around", "show where one is", false, c -> new PwdCommand(c)),
                entry("find", "Look around", "find keys by name, size, age", false, c -> new FindCommand(c)),
                entry("grep", "Look around", "find text in keys and values", false, c -> new GrepCommand(c)),
                entry("tree", "Look around", "draw keys as a tree", false, c -> new TreeCommand(c)),
                entry("du", "Look around", "show what takes the room", false, c -> new DuCommand(c)),
                entry("scan", "Look around", "list keys with their values", false, c -> new ScanCommand(c)),
                entry("get", "Look around", "show the value of a key", false, c -> new GetCommand(c)),
                entry(
                        "status",
                        "Look around",
                        "show raft state, log, snapshot, members, nodes, counts",
                        false,
                        c -> new StatusCommand(c)),
                entry(
                        "dump-raft-log-wal",
                        "Look around",
                        "print every record of a directory's raft log",
                        true,
                        c -> new DumpRaftLogWalCommand(c)),
                entry(
                        "export",
                        "Move a store",
                        "write everything of a store as lines",
                        true,
                        c -> new ExportCommand(c)),
                entry(
                        "import",
                        "Move a store",
                        "build a Raft directory from an export",
                        true,
                        c -> new ImportCommand(c)),
                entry(
                        "init-cluster",
                        "Move a store",
                        "build the directories of a new cluster from one backup",
                        true,
                        c -> new InitClusterCommand(c)),
                entry(
                        "rollback",
                        "Move a store",
                        "undo an import or an init-cluster",
                        true,
                        c -> new RollbackCommand(c)),
                entry(
                        "serve",
                        "Run a service",
                        "run a small meta service, or a preview of a backup",
                        true,
                        c -> new ServeCommand(c)),
                entry("config", "Shell", "show the settings in force", true, c -> new ConfigCommand(c)),
                entry("help", "Shell", "list the commands, or show one in full", true, c -> new HelpCommand(c)),
                entry("timing", "Shell", "show how long commands take", false, c -> new TimingCommand(c)),
                entry("exit", "Shell", "leave", false, c -> new ExitCommand(c))));
    }

    private static CommandEntry entry(
            String name,
            String topic,
            String summary,
            boolean oneShot,
            java.util.function.Function<Context, java.util.concurrent.Callable<Integer>> make) {
        return new CommandEntry(name, topic, summary, oneShot, make);
    }
}
