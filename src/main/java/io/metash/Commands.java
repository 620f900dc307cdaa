package io.metash;

import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandTable;
import io.metash.command.backup.BackupCommand;
import io.metash.command.backup.BackupsCommand;
import io.metash.command.backup.DiffCommand;
import io.metash.command.backup.DoctorCommand;
import io.metash.command.backup.ExplainMembershipCommand;
import io.metash.command.backup.VerifyCommand;
import io.metash.command.catalog.ClusterCommand;
import io.metash.command.catalog.ConnectionsCommand;
import io.metash.command.catalog.DatabasesCommand;
import io.metash.command.catalog.DescribeCommand;
import io.metash.command.catalog.FunctionsCommand;
import io.metash.command.catalog.GrantsCommand;
import io.metash.command.catalog.LocksCommand;
import io.metash.command.catalog.PathCommand;
import io.metash.command.catalog.PoliciesCommand;
import io.metash.command.catalog.RolesCommand;
import io.metash.command.catalog.SequencesCommand;
import io.metash.command.catalog.StagesCommand;
import io.metash.command.catalog.TablesCommand;
import io.metash.command.catalog.TenantsCommand;
import io.metash.command.catalog.UsersCommand;
import io.metash.command.cluster.InitClusterCommand;
import io.metash.command.completion.CompletionCommand;
import io.metash.command.help.HelpCommand;
import io.metash.command.keys.CdCommand;
import io.metash.command.keys.DuCommand;
import io.metash.command.keys.FindCommand;
import io.metash.command.keys.GetCommand;
import io.metash.command.keys.GrepCommand;
import io.metash.command.keys.LsCommand;
import io.metash.command.keys.PwdCommand;
import io.metash.command.keys.ScanCommand;
import io.metash.command.keys.TreeCommand;
import io.metash.command.script.CheckCommand;
import io.metash.command.script.EchoCommand;
import io.metash.command.script.OnErrorCommand;
import io.metash.command.script.SetCommand;
import io.metash.command.script.SourceCommand;
import io.metash.command.script.TryCommand;
import io.metash.command.script.UnsetCommand;
import io.metash.command.service.BenchClientNumConnCommand;
import io.metash.command.service.DeleteCommand;
import io.metash.command.service.FeaturesCommand;
import io.metash.command.service.HealthCommand;
import io.metash.command.service.KeysLayoutCommand;
import io.metash.command.service.ListFeaturesCommand;
import io.metash.command.service.MemberListCommand;
import io.metash.command.service.MembersCommand;
import io.metash.command.service.MetricsCommand;
import io.metash.command.service.RwCommand;
import io.metash.command.service.SetFeatureCommand;
import io.metash.command.service.TopCommand;
import io.metash.command.service.TransferLeaderCommand;
import io.metash.command.service.TriggerSnapshotCommand;
import io.metash.command.service.TxnCommand;
import io.metash.command.service.UpsertCommand;
import io.metash.command.service.WatchCommand;
import io.metash.command.session.ConnectCommand;
import io.metash.command.session.DisconnectCommand;
import io.metash.command.session.SecretsCommand;
import io.metash.command.session.SessionsCommand;
import io.metash.command.session.StatusCommand;
import io.metash.command.session.UseCommand;
import io.metash.command.shell.ConfigCommand;
import io.metash.command.shell.ExitCommand;
import io.metash.command.shell.HistoryCommand;
import io.metash.command.shell.TimingCommand;
import io.metash.command.transfer.DumpRaftLogWalCommand;
import io.metash.command.transfer.ExportCommand;
import io.metash.command.transfer.ImportCommand;
import io.metash.command.transfer.RollbackCommand;
import io.metash.command.transfer.ServeCommand;
import io.metash.command.transfer.UpgradeCommand;
import io.metash.command.tutor.TutorCommand;
import java.util.List;
import java.util.concurrent.Callable;

/** All commands of metash, in the order in which help lists them. */
public final class Commands {
    private Commands() {}

    /** The table; no command's class is loaded by making it. */
    public static CommandTable table() {
        return new CommandTable(List.of(
                entry("connect", "Sessions", "open a Raft directory, an export file or a running service", false),
                entry("sessions", "Sessions", "list the open sessions", false),
                entry("use", "Sessions", "make another session the current one", false),
                entry("disconnect", "Sessions", "close a session", false),
                entry("secrets", "Sessions", "show secrets for a while, or hide them", false),
                entry("ls", "Look around", "list keys by segment, with counts", false),
                entry("cd", "Look around", "go into a prefix, as into a folder", false),
                entry("pwd", "Look around", "show where one is", false),
                entry("find", "Look around", "find keys by name, size, age", false),
                entry("grep", "Look around", "find text in keys and values", false),
                entry("tree", "Look around", "draw keys as a tree", false),
                entry("du", "Look around", "show what takes the room", false),
                entry("scan", "Look around", "list keys with their values", false),
                entry("get", "Look around", "show the values of keys", true),
                entry("status", "Look around", "show raft state, log, snapshot, members, nodes, counts", true),
                entry("dump-raft-log-wal", "Look around", "print every record of a directory's raft log", true),
                entry("databases", "Catalog", "list the databases", false),
                entry("tables", "Catalog", "list the tables", false),
                entry("describe", "Catalog", "describe a table, database, user, role or stage", false),
                entry("users", "Catalog", "list the users", false),
                entry("roles", "Catalog", "list the roles", false),
                entry("grants", "Catalog", "list what a user or a role may do", false),
                entry("stages", "Catalog", "list the stages", false),
                entry("connections", "Catalog", "list the connections", false),
                entry("functions", "Catalog", "list the functions and procedures", false),
                entry("policies", "Catalog", "list the policies", false),
                entry("sequences", "Catalog", "list the sequences", false),
                entry("locks", "Catalog", "list the locks on tables", false),
                entry("tenants", "Catalog", "list the tenants", false),
                entry("cluster", "Catalog", "list the query nodes and warehouses", false),
                entry("path", "Catalog", "list the keys that belong to an object", false),
                entry("rw", "Running service", "allow or forbid writes for a while", false),
                entry("members", "Running service", "list the nodes of the cluster", false),
                entry("member-list", "Running service", "list the addresses of the nodes", true),
                entry("watch", "Running service", "see what happens to keys, as it happens", true),
                entry("top", "Running service", "watch log, members and keys as they move", true),
                entry("keys-layout", "Running service", "count keys by folder in the last snapshot", true),
                entry("upsert", "Running service", "set a key", true),
                entry("delete", "Running service", "delete keys", false),
                entry("txn", "Running service", "run a transaction from a file", false),
                entry("trigger-snapshot", "Running service", "make a node write a snapshot", true),
                entry("transfer-leader", "Running service", "hand the leadership over", true),
                entry("features", "Running service", "list the features of a service", true),
                entry("list-features", "Running service", "the same as metactl prints it", true),
                entry("set-feature", "Running service", "switch a feature", true),
                entry("metrics", "Running service", "print the counters of a node", true),
                entry("health", "Running service", "ask whether a node is well", true),
                entry("bench-client-num-conn", "Running service", "open connections, as many as asked", true),
                entry("export", "Move a store", "write everything of a store as lines", true),
                entry("import", "Move a store", "build a Raft directory from an export", true),
                entry("init-cluster", "Move a store", "build the directories of a new cluster from one backup", true),
                entry("rollback", "Move a store", "undo an import or an init-cluster", true),
                entry("upgrade", "Move a store", "turn a Raft directory of V0 to V003 into one of V004", true),
                entry("serve", "Run a service", "run a small meta service, or a preview of a backup", true),
                entry("verify", "Trust a backup", "say whether a backup or a store is whole", true),
                entry("diff", "Trust a backup", "show what differs between two stores", true),
                entry("backup", "Trust a backup", "export to a folder and prove it", true),
                entry("backups", "Trust a backup", "list or prune a folder of exports", true),
                entry("doctor", "Trust a backup", "look a store over, with the commands to type", true),
                entry("explain-membership", "Trust a backup", "show where the nodes' addresses come from", true),
                entry("echo", "Scripts", "print words", false),
                entry("set", "Scripts", "set a variable, or list them", false),
                entry("unset", "Scripts", "forget a variable", false),
                entry("try", "Scripts", "go on when a command fails", false),
                entry("on-error", "Scripts", "say what a failure does", false),
                entry("source", "Scripts", "run the commands of a file", false),
                entry("check", "Scripts", "find mistakes in a script", true),
                entry("config", "Shell", "show the settings in force", true),
                entry("completion", "Shell", "let bash, zsh or fish complete metash", true),
                entry("tutor", "Shell", "a drill: back up, break, rebuild", true),
                entry("help", "Shell", "list the commands, show one, or a topic", true),
                entry("timing", "Shell", "show how long commands take", false),
                entry("history", "Shell", "list the lines typed, or forget them", true),
                entry("exit", "Shell", "leave", false)));
    }

    private static CommandEntry entry(String name, String topic, String summary, boolean oneShot) {
        return new CommandEntry(name, topic, summary, oneShot, c -> make(name, c));
    }

    /** Makes a command. A lambda for each in the table would cost every start a hundredth of a second. */
    private static Callable<Integer> make(String name, CommandContext c) {
        return switch (name) {
            case "connect" -> new ConnectCommand(c);
            case "sessions" -> new SessionsCommand(c);
            case "use" -> new UseCommand(c);
            case "disconnect" -> new DisconnectCommand(c);
            case "secrets" -> new SecretsCommand(c);
            case "databases" -> new DatabasesCommand(c);
            case "tables" -> new TablesCommand(c);
            case "describe" -> new DescribeCommand(c);
            case "users" -> new UsersCommand(c);
            case "roles" -> new RolesCommand(c);
            case "grants" -> new GrantsCommand(c);
            case "stages" -> new StagesCommand(c);
            case "connections" -> new ConnectionsCommand(c);
            case "functions" -> new FunctionsCommand(c);
            case "policies" -> new PoliciesCommand(c);
            case "sequences" -> new SequencesCommand(c);
            case "locks" -> new LocksCommand(c);
            case "tenants" -> new TenantsCommand(c);
            case "cluster" -> new ClusterCommand(c);
            case "path" -> new PathCommand(c);
            case "ls" -> new LsCommand(c);
            case "cd" -> new CdCommand(c);
            case "pwd" -> new PwdCommand(c);
            case "find" -> new FindCommand(c);
            case "grep" -> new GrepCommand(c);
            case "tree" -> new TreeCommand(c);
            case "du" -> new DuCommand(c);
            case "scan" -> new ScanCommand(c);
            case "get" -> new GetCommand(c);
            case "status" -> new StatusCommand(c);
            case "dump-raft-log-wal" -> new DumpRaftLogWalCommand(c);
            case "rw" -> new RwCommand(c);
            case "members" -> new MembersCommand(c);
            case "member-list" -> new MemberListCommand(c);
            case "watch" -> new WatchCommand(c);
            case "top" -> new TopCommand(c);
            case "keys-layout" -> new KeysLayoutCommand(c);
            case "upsert" -> new UpsertCommand(c);
            case "delete" -> new DeleteCommand(c);
            case "txn" -> new TxnCommand(c);
            case "trigger-snapshot" -> new TriggerSnapshotCommand(c);
            case "transfer-leader" -> new TransferLeaderCommand(c);
            case "features" -> new FeaturesCommand(c);
            case "list-features" -> new ListFeaturesCommand(c);
            case "set-feature" -> new SetFeatureCommand(c);
            case "metrics" -> new MetricsCommand(c);
            case "health" -> new HealthCommand(c);
            case "bench-client-num-conn" -> new BenchClientNumConnCommand(c);
            case "export" -> new ExportCommand(c);
            case "import" -> new ImportCommand(c);
            case "init-cluster" -> new InitClusterCommand(c);
            case "rollback" -> new RollbackCommand(c);
            case "upgrade" -> new UpgradeCommand(c);
            case "serve" -> new ServeCommand(c);
            case "verify" -> new VerifyCommand(c);
            case "diff" -> new DiffCommand(c);
            case "backup" -> new BackupCommand(c);
            case "backups" -> new BackupsCommand(c);
            case "doctor" -> new DoctorCommand(c);
            case "explain-membership" -> new ExplainMembershipCommand(c);
            case "echo" -> new EchoCommand(c);
            case "set" -> new SetCommand(c);
            case "unset" -> new UnsetCommand(c);
            case "try" -> new TryCommand();
            case "on-error" -> new OnErrorCommand();
            case "source" -> new SourceCommand(c);
            case "check" -> new CheckCommand(c);
            case "config" -> new ConfigCommand(c);
            case "completion" -> new CompletionCommand(c);
            case "tutor" -> new TutorCommand(c);
            case "help" -> new HelpCommand(c);
            case "timing" -> new TimingCommand(c);
            case "history" -> new HistoryCommand(c);
            case "exit" -> new ExitCommand(c);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
