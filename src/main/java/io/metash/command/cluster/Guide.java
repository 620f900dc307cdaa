package io.metash.command.cluster;

import io.metash.client.ClientOptions;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.command.Prompter;
import io.metash.files.Disk;
import io.metash.output.Io;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.rebuild.BackupFacts;
import io.metash.rebuild.DirectoryProgress;
import io.metash.rebuild.NodeTarget;
import io.metash.rebuild.PlanFiles;
import io.metash.rebuild.PlanRun;
import io.metash.rebuild.PlannedNode;
import io.metash.rebuild.Planner;
import io.metash.rebuild.PreflightFinding;
import io.metash.rebuild.RebuildPlan;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guides the user through a rebuild: asks only for what cannot be detected, shows the plan, and applies it on
 * confirmation. Until then the guide writes nothing, except for a backup when a Raft directory is the source.
 */
final class Guide {
    private static final List<String> SITUATIONS = List.of(
            "a new cluster from a backup",
            "the same cluster on new addresses",
            "all nodes lost except one directory",
            "several directories of a stopped cluster",
            "one node of a healthy cluster lost");

    private final CommandContext context;
    private final Path directory;
    private final Io io;
    private final Dialogue dialogue;
    private final NodeQuestions nodes;
    private final GuideSource source;
    private final ClientOptions options;
    private final String connection;
    private int situation;
    private final GuideAnswer<Planner> planner = new GuideAnswer<>("the backup");
    private final GuideAnswer<PlanFiles> files = new GuideAnswer<>("the configuration files");
    private int status;

    /**
     * Creates a guide.
     *
     * @param prompter answers the questions
     * @param directory the directory for plans, configurations and backups
     * @param options connection options for the nodes
     * @param connection the same options as typed, each preceded by a blank, for the commands that the guide prints
     */
    Guide(CommandContext context, Prompter prompter, Path directory, ClientOptions options, String connection) {
        this.options = options;
        this.connection = connection;
        this.context = context;
        this.directory = directory;
        this.io = context.io().with(context.io().err(), context.io().err());
        this.dialogue = new Dialogue(io, prompter);
        this.nodes = new NodeQuestions(dialogue);
        this.source = new GuideSource(context, directory, dialogue);
    }

    /** Runs the guide; returns the exit status. */
    int run() throws IOException {
        dialogue.say(
                "This guide leads to a running cluster. It asks questions, then shows the whole plan. Nothing changes"
                        + " until you type the plan's name at the end. 'back' goes back, '?' explains the question, Ctrl-C"
                        + " leaves.");
        RejoinGuide rejoin = new RejoinGuide(context, directory, dialogue, options, connection);
        List<Dialogue.Step> all = new ArrayList<>(List.of(this::askWhatHappened));
        for (Dialogue.Step step : List.<Dialogue.Step>of(
                this::backup, this::configs, this::ids, this::raft, this::grpc, this::directories, this::plan)) {
            all.add(() -> onlyIf(situation != 5, step));
        }
        for (Dialogue.Step step : rejoin.steps()) {
            all.add(() -> onlyIf(situation == 5, step));
        }
        dialogue.walk(all);
        return status;
    }

    private static void onlyIf(boolean so, Dialogue.Step step) throws IOException {
        if (so) {
            step.run();
        }
    }

    private void askWhatHappened() throws IOException {
        situation = dialogue.ask(
                """
                What happened?
                  1  I want a new cluster from a backup
                  2  The same cluster moves to new addresses
                  3  All nodes are lost except one Raft directory
                  4  The cluster is stopped, and I have several of its Raft directories
                  5  One node of a healthy cluster is lost""",
                null,
                """
                1 restores all data on new nodes: new ids, addresses, directories.
                2 is the same with the old ids.
                3 and 4 read the data from Raft directories, which contain df_meta.
                5 replaces the lost node by a new one; the others keep running.""",
                answer -> {
                    if (!answer.matches("[1-5]")) {
                        throw Failure.of(ExitStatus.USAGE, "'" + answer + "' is not one of the choices")
                                .next("type a number, 1 to 5");
                    }
                    return Integer.parseInt(answer);
                });
    }

    private void backup() throws IOException {
        BackupFacts facts = planner.set(source.ask(situation)).examine(Set.of());
        String end = facts.lastLog();
        if (end == null) {
            end = facts.lastApplied();
        }
        dialogue.say(
                "  It holds " + Units.count(facts.databases(), "database") + ", "
                        + Units.count(facts.tables(), "table") + ", " + Units.count(facts.users(), "user") + "; log to "
                        + end + "; members "
                        + PlanScreen.ids(facts.voters()) + ".",
                "  " + facts.grade());
        nodes.setDefaults(facts, source.directories());
    }

    private void configs() throws IOException {
        files.set(dialogue.askFiles(
                "The configuration files of the new nodes (databend-meta.toml), if you have them",
                "none",
                """
                Ids, addresses and directories are read from them, as defaults of the next questions. They are not
                changed: a new one for each node is written next to the plan, with the same comments and other settings.
                Several files are separated by blanks; * is a wildcard.""",
                answer -> {
                    List<Path> paths = List.of();
                    if (!answer.equals("none")) {
                        paths = GuideSource.paths(answer);
                    }
                    PlanFiles read = new PlanFiles(paths);
                    nodes.configured(read.configured());
                    return read;
                }));
    }

    private void ids() throws IOException {
        if (situation == 2) {
            nodes.sameIds();
        } else {
            nodes.askIds(situation == 3);
        }
    }

    private void raft() throws IOException {
        nodes.askRaft();
    }

    private void grpc() throws IOException {
        nodes.askGrpc();
    }

    private void directories() throws IOException {
        nodes.askDirectories();
    }

    private void plan() throws IOException {
        List<NodeTarget> targets = nodes.targets();
        RebuildPlan plan = planner.get().plan(SITUATIONS.get(situation - 1), targets, Set.of(), false);
        Path first = plan.name(directory).first();
        List<PlannedNode> elsewhere = PlanScreen.elsewhere(plan);
        PlanRun run = new PlanRun(plan, first, null, Disk.real(), System::currentTimeMillis, context.storage());
        PlanScreen screen = new PlanScreen(io);
        dialogue.say("");
        screen.show(plan, run);
        dialogue.say("");
        boolean possible = elsewhere.isEmpty();
        if (possible) {
            dialogue.say("Preflight checks");
            List<PreflightFinding> findings = new PlanWork(context, plan, first, null, run).preflight(screen, true);
            possible = findings.stream().noneMatch(PreflightFinding::isBad);
            for (PreflightFinding finding : findings) {
                if (finding.isBad() && finding.next() != null) {
                    dialogue.say("        -> " + finding.next());
                }
            }
        }
        boolean now = askWhether(plan, possible, elsewhere);
        OutputGuard.of(context).check(first);
        Path file = files.get().writeNew(plan, plan.name(directory), Disk.real());
        RebuildPlan written = RebuildPlan.read(file);
        Audit.record(
                context,
                "init-cluster plan",
                file.toAbsolutePath().toString(),
                Map.of("plan", plan.id(), "backup_sha256", plan.backup().sha256()));
        dialogue.say("The plan is in " + file + ", next to it a configuration file for each node.");
        if (now) {
            PlanRun real = new PlanRun(written, file, null, Disk.real(), System::currentTimeMillis, context.storage());
            PlanWork work = new PlanWork(context, written, file, null, real).reachedBy(connection);
            work.apply();
            status = work.offerToWait(options);
        } else {
            later(written, file, elsewhere);
        }
    }

    private boolean askWhether(RebuildPlan plan, boolean possible, List<PlannedNode> elsewhere) throws IOException {
        if (!possible) {
            String why = "Not all nodes are on this host, so each host builds its own store.";
            if (elsewhere.isEmpty()) {
                why = "This cannot be done now, see STOP above.";
            }
            return dialogue.ask(
                    why + " ENTER writes the plan, for later; 'back' changes it",
                    "write the plan",
                    "The plan is a file; 'init-cluster apply' applies it, on each host for its own node.",
                    answer -> {
                        if (!answer.equals("write the plan")) {
                            throw Failure.of(ExitStatus.USAGE, "not a valid answer")
                                    .next("ENTER writes the plan; 'back' changes it; 'quit' leaves");
                        }
                        return false;
                    });
        }
        return dialogue.ask(
                "To apply it now, type " + plan.confirmation()
                        + "\nENTER only writes the plan, for later; 'back' changes it",
                "write the plan",
                "The current stores are moved aside, and 'init-cluster rollback' restores them.",
                answer -> {
                    if (answer.equals("write the plan")) {
                        return false;
                    }
                    if (!answer.equals(plan.confirmation())) {
                        throw Failure.of(
                                        ExitStatus.USAGE,
                                        "expected '" + plan.confirmation() + "', not '" + answer + "'")
                                .next("type " + plan.confirmation() + ", or ENTER, 'back' or 'quit'");
                    }
                    return true;
                });
    }

    private void later(RebuildPlan plan, Path file, List<PlannedNode> elsewhere) {
        dialogue.say("No directory was touched. To apply the plan:");
        PlanScreen.commandsToType(context, plan, file).forEach(dialogue::toType);
        if (!elsewhere.isEmpty()) {
            dialogue.say(PlanScreen.BUNDLE);
        }
    }

    /** Prints the progress of each directory as a table. */
    static void table(Io io, List<DirectoryProgress> progress) throws IOException {
        Listing list = Listing.table(io, "node", "last entry", "committed", "snapshot", "members", "directory");
        for (DirectoryProgress s : progress) {
            if (s.unreadable() != null) {
                list.row("?", "cannot be read", "", "", "", s.directory().toString());
            } else {
                String node = "?";
                if (s.nodeId() != null) {
                    node = U64.text(s.nodeId());
                }
                list.row(
                        node,
                        orNone(s.last()),
                        orNone(s.committed()),
                        orNone(s.applied()),
                        PlanScreen.ids(s.voters()),
                        s.directory().toString());
            }
        }
        list.finish();
    }

    private static String orNone(@Nullable LogId id) {
        if (id == null) {
            return "none";
        }
        return id.toString();
    }
}
