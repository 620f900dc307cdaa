package io.metash;

import static io.metash.command.CommandTrait.ASKS;
import static io.metash.command.CommandTrait.DESTRUCTIVE;
import static io.metash.command.CommandTrait.ENDLESS;
import static io.metash.command.CommandTrait.MOSTLY_READS;
import static io.metash.command.CommandTrait.OLD_FLAG;
import static io.metash.command.CommandTrait.ONE_SHOT;
import static io.metash.command.CommandTrait.OPENS_SHELL;
import static io.metash.command.CommandTrait.PAGED;
import static io.metash.command.CommandTrait.RUNS_COMMAND;
import static io.metash.command.CommandTrait.SCRIPTED;
import static io.metash.command.CommandTrait.SERVICE;
import static io.metash.command.CommandTrait.STREAM;

import io.metash.command.CommandEntry;
import io.metash.command.CommandTable;
import io.metash.command.backup.BackupCommand;
import io.metash.command.backup.BackupsCommand;
import io.metash.command.backup.DiffCommand;
import io.metash.command.backup.DoctorCommand;
import io.metash.command.backup.ExplainMembershipCommand;
import io.metash.command.backup.InspectCommand;
import io.metash.command.backup.ReportCommand;
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
import io.metash.command.history.AtCommand;
import io.metash.command.history.BlameCommand;
import io.metash.command.history.LogCommand;
import io.metash.command.history.UndeleteCommand;
import io.metash.command.keys.CdCommand;
import io.metash.command.keys.CountCommand;
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
import io.metash.command.script.LuaCommand;
import io.metash.command.script.OnErrorCommand;
import io.metash.command.script.SetCommand;
import io.metash.command.script.SourceCommand;
import io.metash.command.script.TryCommand;
import io.metash.command.script.UnsetCommand;
import io.metash.command.service.BenchClientNumConnCommand;
import io.metash.command.service.CopyCommand;
import io.metash.command.service.DeleteCommand;
import io.metash.command.service.EditCommand;
import io.metash.command.service.FeaturesCommand;
import io.metash.command.service.HealthCommand;
import io.metash.command.service.KeysLayoutCommand;
import io.metash.command.service.ListFeaturesCommand;
import io.metash.command.service.MemberListCommand;
import io.metash.command.service.MembersCommand;
import io.metash.command.service.MetricsCommand;
import io.metash.command.service.MoveCommand;
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
import io.metash.command.session.OnCommand;
import io.metash.command.session.SecretsCommand;
import io.metash.command.session.SessionsCommand;
import io.metash.command.session.StatusCommand;
import io.metash.command.session.UseCommand;
import io.metash.command.shell.AliasCommand;
import io.metash.command.shell.ClearCommand;
import io.metash.command.shell.ConfigCommand;
import io.metash.command.shell.EveryCommand;
import io.metash.command.shell.ExitCommand;
import io.metash.command.shell.HistoryCommand;
import io.metash.command.shell.QuitCommand;
import io.metash.command.shell.TimingCommand;
import io.metash.command.transfer.DumpRaftLogWalCommand;
import io.metash.command.transfer.ExportCommand;
import io.metash.command.transfer.FilterTenantCommand;
import io.metash.command.transfer.ImportCommand;
import io.metash.command.transfer.RedactCommand;
import io.metash.command.transfer.RollbackCommand;
import io.metash.command.transfer.ServeCommand;
import io.metash.command.transfer.UpgradeCommand;
import io.metash.command.tutor.TutorCommand;
import java.util.List;

/** All commands of metash in help order. A new command is a new class and a line here. */
public final class Commands {
    private Commands() {}

    /** Creates the command table without initializing any command class. */
    public static CommandTable table() {
        return new CommandTable(List.of(
                CommandEntry.of(
                        "connect",
                        ConnectCommand.class,
                        "Sessions",
                        "open a Raft directory, an export file or a running service"),
                CommandEntry.of("sessions", SessionsCommand.class, "Sessions", "list the open sessions", PAGED),
                CommandEntry.of("use", UseCommand.class, "Sessions", "make another session the current one"),
                CommandEntry.of("on", OnCommand.class, "Sessions", "run a command on every session", RUNS_COMMAND),
                CommandEntry.of("disconnect", DisconnectCommand.class, "Sessions", "close a session"),
                CommandEntry.of(
                        "secrets", SecretsCommand.class, "Sessions", "show secrets for a limited time, or hide them"),
                CommandEntry.of("ls", LsCommand.class, "Look around", "list keys by segment, with counts", PAGED),
                CommandEntry.of("cd", CdCommand.class, "Look around", "change to a prefix, as to a directory"),
                CommandEntry.of("pwd", PwdCommand.class, "Look around", "show the current prefix"),
                CommandEntry.of("find", FindCommand.class, "Look around", "find keys by name, size, age", PAGED),
                CommandEntry.of(
                        "grep", GrepCommand.class, "Look around", "find text in keys and values", PAGED, STREAM),
                CommandEntry.of("tree", TreeCommand.class, "Look around", "draw keys as a tree", PAGED),
                CommandEntry.of("du", DuCommand.class, "Look around", "show the sizes of prefixes", PAGED, STREAM),
                CommandEntry.of("scan", ScanCommand.class, "Look around", "list keys with their values", PAGED, STREAM),
                CommandEntry.of("get", GetCommand.class, "Look around", "show the values of keys", ONE_SHOT, PAGED),
                CommandEntry.of("count", CountCommand.class, "Look around", "count keys"),
                CommandEntry.of(
                        "status",
                        StatusCommand.class,
                        "Look around",
                        "show raft state, log, snapshot, members, nodes, counts",
                        ONE_SHOT,
                        PAGED),
                CommandEntry.of(
                        "dump-raft-log-wal",
                        DumpRaftLogWalCommand.class,
                        "Look around",
                        "print every record of a directory's raft log",
                        ONE_SHOT,
                        PAGED,
                        STREAM),
                CommandEntry.of("databases", DatabasesCommand.class, "Catalog", "list the databases", PAGED),
                CommandEntry.of("tables", TablesCommand.class, "Catalog", "list the tables", PAGED),
                CommandEntry.of(
                        "describe",
                        DescribeCommand.class,
                        "Catalog",
                        "describe a table, database, user, role or stage",
                        PAGED),
                CommandEntry.of("users", UsersCommand.class, "Catalog", "list the users", PAGED),
                CommandEntry.of("roles", RolesCommand.class, "Catalog", "list the roles", PAGED),
                CommandEntry.of("grants", GrantsCommand.class, "Catalog", "list what a user or a role may do", PAGED),
                CommandEntry.of("stages", StagesCommand.class, "Catalog", "list the stages", PAGED),
                CommandEntry.of("connections", ConnectionsCommand.class, "Catalog", "list the connections", PAGED),
                CommandEntry.of(
                        "functions", FunctionsCommand.class, "Catalog", "list the functions and procedures", PAGED),
                CommandEntry.of("policies", PoliciesCommand.class, "Catalog", "list the policies", PAGED),
                CommandEntry.of("sequences", SequencesCommand.class, "Catalog", "list the sequences", PAGED),
                CommandEntry.of("locks", LocksCommand.class, "Catalog", "list the locks on tables", PAGED),
                CommandEntry.of("tenants", TenantsCommand.class, "Catalog", "list the tenants", PAGED),
                CommandEntry.of(
                        "cluster", ClusterCommand.class, "Catalog", "list the query nodes and warehouses", PAGED),
                CommandEntry.of("path", PathCommand.class, "Catalog", "list the keys that belong to an object", PAGED),
                CommandEntry.of("at", AtCommand.class, "Look back", "show the state at an earlier log entry", PAGED),
                CommandEntry.of("log", LogCommand.class, "Look back", "list what log entries changed", PAGED, STREAM),
                CommandEntry.of(
                        "blame", BlameCommand.class, "Look back", "list the log entries that wrote a key", PAGED),
                CommandEntry.of(
                        "undelete",
                        UndeleteCommand.class,
                        "Look back",
                        "write a transaction that restores deleted keys"),
                CommandEntry.of("rw", RwCommand.class, "Running service", "allow or forbid writes for a limited time"),
                CommandEntry.of(
                        "members", MembersCommand.class, "Running service", "list the nodes of the cluster", PAGED),
                CommandEntry.of(
                        "member-list",
                        MemberListCommand.class,
                        "Running service",
                        "list the addresses of the nodes",
                        ONE_SHOT),
                CommandEntry.of(
                        "watch", WatchCommand.class, "Running service", "watch changes of keys", ONE_SHOT, ENDLESS),
                CommandEntry.of(
                        "top", TopCommand.class, "Running service", "monitor log, members and keys", ONE_SHOT, ENDLESS),
                CommandEntry.of(
                        "keys-layout",
                        KeysLayoutCommand.class,
                        "Running service",
                        "count keys by directory in the last snapshot",
                        ONE_SHOT,
                        PAGED),
                CommandEntry.of("upsert", UpsertCommand.class, "Running service", "set a key", ONE_SHOT, DESTRUCTIVE),
                CommandEntry.of("delete", DeleteCommand.class, "Running service", "delete keys", DESTRUCTIVE),
                CommandEntry.of("cp", CopyCommand.class, "Running service", "copy a key", DESTRUCTIVE),
                CommandEntry.of("mv", MoveCommand.class, "Running service", "rename a key", DESTRUCTIVE),
                CommandEntry.of(
                        "edit",
                        EditCommand.class,
                        "Running service",
                        "change the JSON of a key in an editor",
                        DESTRUCTIVE),
                CommandEntry.of(
                        "txn", TxnCommand.class, "Running service", "run a transaction from a file", DESTRUCTIVE),
                CommandEntry.of(
                        "trigger-snapshot",
                        TriggerSnapshotCommand.class,
                        "Running service",
                        "trigger a snapshot of a node",
                        ONE_SHOT),
                CommandEntry.of(
                        "transfer-leader",
                        TransferLeaderCommand.class,
                        "Running service",
                        "transfer the leadership",
                        ONE_SHOT),
                CommandEntry.of(
                        "features",
                        FeaturesCommand.class,
                        "Running service",
                        "list the features of a service",
                        ONE_SHOT,
                        PAGED),
                CommandEntry.of(
                        "list-features",
                        ListFeaturesCommand.class,
                        "Running service",
                        "list the features as metactl prints them",
                        ONE_SHOT,
                        PAGED),
                CommandEntry.of(
                        "set-feature", SetFeatureCommand.class, "Running service", "switch a feature", ONE_SHOT),
                CommandEntry.of(
                        "metrics",
                        MetricsCommand.class,
                        "Running service",
                        "print the metrics of a node",
                        ONE_SHOT,
                        PAGED),
                CommandEntry.of(
                        "health", HealthCommand.class, "Running service", "check the health of a node", ONE_SHOT),
                CommandEntry.of(
                        "bench-client-num-conn",
                        BenchClientNumConnCommand.class,
                        "Running service",
                        "open many connections to a service",
                        ONE_SHOT),
                CommandEntry.of(
                        "export",
                        ExportCommand.class,
                        "Move a store",
                        "export a whole store as lines",
                        ONE_SHOT,
                        PAGED,
                        OLD_FLAG,
                        STREAM),
                CommandEntry.of(
                        "import",
                        ImportCommand.class,
                        "Move a store",
                        "build a Raft directory from an export",
                        ONE_SHOT,
                        DESTRUCTIVE,
                        OLD_FLAG,
                        STREAM),
                CommandEntry.of(
                        "init-cluster",
                        InitClusterCommand.class,
                        "Move a store",
                        "build the directories of a new cluster from one backup",
                        ONE_SHOT,
                        ASKS,
                        DESTRUCTIVE,
                        STREAM),
                CommandEntry.of(
                        "rollback",
                        RollbackCommand.class,
                        "Move a store",
                        "undo an import or an init-cluster",
                        ONE_SHOT,
                        DESTRUCTIVE),
                CommandEntry.of(
                        "upgrade",
                        UpgradeCommand.class,
                        "Move a store",
                        "upgrade an older Raft directory (V0 to V003) to V004",
                        ONE_SHOT,
                        DESTRUCTIVE,
                        STREAM),
                CommandEntry.of(
                        "filter-tenant",
                        FilterTenantCommand.class,
                        "Move a store",
                        "keep the records of one tenant of an export",
                        ONE_SHOT,
                        STREAM),
                CommandEntry.of(
                        "redact",
                        RedactCommand.class,
                        "Move a store",
                        "write an export that is safe to share",
                        ONE_SHOT,
                        STREAM),
                CommandEntry.of(
                        "serve",
                        ServeCommand.class,
                        "Run a service",
                        "run a small meta service, or a preview of a backup",
                        ONE_SHOT,
                        ENDLESS,
                        SERVICE),
                CommandEntry.of(
                        "inspect",
                        InspectCommand.class,
                        "Trust a backup",
                        "show a store's data version, and which releases read it",
                        ONE_SHOT,
                        PAGED,
                        STREAM),
                CommandEntry.of(
                        "verify",
                        VerifyCommand.class,
                        "Trust a backup",
                        "verify a backup or a store",
                        ONE_SHOT,
                        PAGED,
                        STREAM),
                CommandEntry.of(
                        "diff",
                        DiffCommand.class,
                        "Trust a backup",
                        "show what differs between two stores",
                        ONE_SHOT,
                        PAGED,
                        STREAM),
                CommandEntry.of(
                        "backup",
                        BackupCommand.class,
                        "Trust a backup",
                        "export to a directory and verify it",
                        ONE_SHOT,
                        STREAM),
                CommandEntry.of(
                        "backups",
                        BackupsCommand.class,
                        "Trust a backup",
                        "list, check or prune backups",
                        ONE_SHOT,
                        PAGED,
                        MOSTLY_READS,
                        STREAM),
                CommandEntry.of(
                        "doctor",
                        DoctorCommand.class,
                        "Trust a backup",
                        "diagnose a store, with the commands to type",
                        ONE_SHOT,
                        PAGED,
                        MOSTLY_READS,
                        STREAM),
                CommandEntry.of(
                        "report",
                        ReportCommand.class,
                        "Trust a backup",
                        "write a page about a store, for a ticket or a hand-over",
                        ONE_SHOT,
                        STREAM),
                CommandEntry.of(
                        "explain-membership",
                        ExplainMembershipCommand.class,
                        "Trust a backup",
                        "show where the nodes' addresses come from",
                        ONE_SHOT,
                        PAGED),
                CommandEntry.of("echo", EchoCommand.class, "Scripts", "print words"),
                CommandEntry.of("set", SetCommand.class, "Scripts", "set a variable, or list them", PAGED),
                CommandEntry.of("unset", UnsetCommand.class, "Scripts", "remove a variable"),
                CommandEntry.of("try", TryCommand.class, "Scripts", "continue when a command fails"),
                CommandEntry.of("on-error", OnErrorCommand.class, "Scripts", "set what happens on failure"),
                CommandEntry.of("source", SourceCommand.class, "Scripts", "run the commands of a file", STREAM),
                CommandEntry.of(
                        "lua", LuaCommand.class, "Scripts", "run Lua scripts with clients of the service", ONE_SHOT),
                CommandEntry.of(
                        "check",
                        CheckCommand.class,
                        "Scripts",
                        "check a script for mistakes",
                        ONE_SHOT,
                        SCRIPTED,
                        STREAM),
                CommandEntry.of("config", ConfigCommand.class, "Shell", "show the settings in force", ONE_SHOT, PAGED),
                CommandEntry.of(
                        "completion",
                        CompletionCommand.class,
                        "Shell",
                        "print a completion script for bash, zsh or fish",
                        ONE_SHOT),
                CommandEntry.of(
                        "tutor",
                        TutorCommand.class,
                        "Shell",
                        "a drill: back up, break, rebuild",
                        ONE_SHOT,
                        SCRIPTED,
                        OPENS_SHELL),
                CommandEntry.of(
                        "help", HelpCommand.class, "Shell", "list the commands, show one, or a topic", ONE_SHOT, PAGED),
                CommandEntry.of("timing", TimingCommand.class, "Shell", "show how long commands take"),
                CommandEntry.of(
                        "history", HistoryCommand.class, "Shell", "list or delete the typed lines", ONE_SHOT, PAGED),
                CommandEntry.of("alias", AliasCommand.class, "Shell", "give a command a short name", RUNS_COMMAND),
                CommandEntry.of("every", EveryCommand.class, "Shell", "repeat a command", RUNS_COMMAND, ENDLESS),
                CommandEntry.of("clear", ClearCommand.class, "Shell", "clear the screen"),
                CommandEntry.of("exit", ExitCommand.class, "Shell", "leave"),
                CommandEntry.of("quit", QuitCommand.class, "Shell", "leave the shell, like exit")));
    }
}
