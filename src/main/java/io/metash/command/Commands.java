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
                entry("get", "Look around", "show the value of a key", true, c -> new GetCommand(c)),
                entry(
                        "status",
                        "Look around",
                        "show raft state, log, snapshot, members, nodes, counts",
                        true,
                        c -> new StatusCommand(c)),
                entry(
                        "dump-raft-log-wal",
                        "Look around",
                        "print every record of a directory's raft log",
                        true,
                        c -> new DumpRaftLogWalCommand(c)),
                entry("rw", "Running service", "allow or forbid writes for a while", false, c -> new RwCommand(c)),
                entry("members", "Running service", "list the nodes of the cluster", false, c -> new MembersCommand(c)),
                entry(
                        "member-list",
                        "Running service",
                        "list the addresses of the nodes",
                        true,
                        c -> new MemberListCommand(c)),
                entry(
                        "watch",
                        "Running service",
                        "see what happens to keys, as it happens",
                        true,
                        c -> new WatchCommand(c)),
                entry(
                        "top",
                        "Running service",
                        "watch log, members and keys as they move",
                        true,
                        c -> new TopCommand(c)),
                entry(
                        "keys-layout",
                        "Running service",
                        "count keys by folder in the last snapshot",
                        true,
                        c -> new KeysLayoutCommand(c)),
                entry("upsert", "Running service", "set a key", true, c -> new UpsertCommand(c)),
                entry("delete", "Running service", "delete keys", false, c -> new DeleteCommand(c)),
                entry("txn", "Running service", "run a transaction from a file", false, c -> new TxnCommand(c)),
                entry(
                        "trigger-snapshot",
                        "Running service",
                        "make a node write a snapshot",
                        true,
                        c -> new TriggerSnapshotCommand(c)),
                entry(
                        "transfer-leader",
                        "Running service",
                        "hand the leadership over",
                        true,
                        c -> new TransferLeaderCommand(c)),
                entry(
                        "features",
                        "Running service",
                        "list the features of a service",
                        true,
                        c -> new FeaturesCommand(c)),
                entry(
                        "list-features",
                        "Running service",
                        "the same as metactl prints it",
                        true,
                        c -> new ListFeaturesCommand(c)),
                entry("set-feature", "Running service", "switch a feature", true, c -> new SetFeatureCommand(c)),
                entry("metrics", "Running service", "print the counters of a node", true, c -> new MetricsCommand(c)),
                entry("health", "Running service", "ask whether a node is well", true, c -> new HealthCommand(c)),
                entry(
                        "bench-client-num-conn",
                        "Running service",
                        "open connections, as many as asked",
                        true,
                        c -> new BenchClientNumConnCommand(c)),
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
                entry(
                        "verify",
                        "Trust a backup",
                        "say whether a backup or a store is whole",
                        true,
                        c -> new VerifyCommand(c)),
                entry("diff", "Trust a backup", "show what differs between two stores", true, c -> new DiffCommand(c)),
                entry("backup", "Trust a backup", "export to a folder and prove it", true, c -> new BackupCommand(c)),
                entry(
                        "backups",
                        "Trust a backup",
                        "list or prune a folder of exports",
                        true,
                        c -> new BackupsCommand(c)),
                entry(
                        "doctor",
                        "Trust a backup",
                        "look a store over, with the commands to type",
                        true,
                        c -> new DoctorCommand(c)),
                entry(
                        "explain-membership",
                        "Trust a backup",
                        "show where the nodes' addresses come from",
                        true,
                        c -> new ExplainMembershipCommand(c)),
                entry("echo", "Scripts", "print words", false, c -> new EchoCommand(c)),
                entry("set", "Scripts", "set a variable, or list them", false, c -> new SetCommand(c)),
                entry("unset", "Scripts", "forget a variable", false, c -> new UnsetCommand(c)),
                entry("try", "Scripts", "go on when a command fails", false, c -> new TryCommand()),
                entry("on-error", "Scripts", "say what a failure does", false, c -> new OnErrorCommand()),
                entry("source", "Scripts", "run the commands of a file", false, c -> new SourceCommand(c)),
                entry("check", "Scripts", "find mistakes in a script", true, c -> new CheckCommand(c)),
                entry("config", "Shell", "show the settings in force", true, c -> new ConfigCommand(c)),
                entry(
                        "completion",
                        "Shell",
                        "let bash, zsh or fish complete metash",
                        true,
                        c -> new CompletionCommand(c)),
                entry("tutor", "Shell", "a drill: back up, break, rebuild", true, c -> new TutorCommand(c)),
                entry("help", "Shell", "list the commands, show one, or a topic", true, c -> new HelpCommand(c)),
                entry("timing", "Shell", "show how long commands take", false, c -> new TimingCommand(c)),
                entry("history", "Shell", "list the lines typed, or forget them", true, c -> new HistoryCommand(c)),
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
