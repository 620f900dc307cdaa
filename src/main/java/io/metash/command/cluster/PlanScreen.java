package io.metash.command.cluster;

import io.metash.command.Advice;
import io.metash.command.CommandContext;
import io.metash.output.Io;
import io.metash.output.Listing;
import io.metash.output.Printable;
import io.metash.output.Style;
import io.metash.output.TextWrap;
import io.metash.output.Units;
import io.metash.rebuild.BackupFacts;
import io.metash.rebuild.NodeState;
import io.metash.rebuild.PlanRun;
import io.metash.rebuild.PlannedNode;
import io.metash.rebuild.Preflight;
import io.metash.rebuild.PreflightFinding;
import io.metash.rebuild.RebuildPlan;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a plan, for {@code show}, {@code --dry-run} and before a confirmation. */
final class PlanScreen {
    private static final int FACT_INDENT = 9;
    private static final int FINDING_INDENT = 8;

    /** An explanation of bundles. */
    static final String BUNDLE =
            "A bundle is one archive to copy to the node's host; it contains the commands to type there.";

    private final Io io;
    private final PrintStream out;

    /** Creates a screen on the data stream. */
    PlanScreen(Io io) {
        this.io = io;
        this.out = io.out();
    }

    /** Prints the plan: the backup, its contents, the nodes before and after, and the change of each directory. */
    void show(RebuildPlan plan, PlanRun run) throws IOException {
        BackupFacts backup = plan.backup();
        TextWrap.lines("Plan " + plan.id() + ": " + plan.situation(), columns())
                .forEach(line -> out.println(Style.HEAD.on(line, io.colored())));
        out.println();
        fact("backup", Printable.text(backup.path()) + " (" + Units.bytes(backup.bytes()) + ")");
        fact("SHA-256", backup.sha256());
        fact("grade", backup.grade());
        fact(
                "content",
                Units.count(backup.databases(), "database") + ", " + Units.count(backup.tables(), "table") + ", "
                        + Units.count(backup.users(), "user") + "; "
                        + Units.count(plan.expected().keys() + plan.expected().expiring(), "key")
                        + (plan.expected().expiring() == 0
                                ? ""
                                : ", " + Units.number(plan.expected().expiring()) + " of them with an expiry time"));
        fact("log", log(backup));
        fact(
                "members",
                ids(backup.voters()) + "  becomes  "
                        + ids(plan.nodes().stream().map(PlannedNode::id).toList()) + ", at log id "
                        + plan.expected().newLogId());
        out.println();
        out.println(Style.HEAD.on("Before (in the backup)", io.colored()));
        Listing before = Listing.table(io, "node", "raft address", "client address", "voter");
        for (PlannedNode node : backup.nodes()) {
            String grpc = node.grpc() == null ? "none" : node.grpc();
            before.row(node.idText(), node.raft(), grpc, backup.voters().contains(node.id()) ? "yes" : "no");
        }
        before.finish();
        if (backup.nodes().isEmpty()) {
            out.println("no nodes");
        }
        out.println();
        out.println(Style.HEAD.on("After", io.colored()));
        Listing after = Listing.table(io, "node", "raft address", "client address", "directory");
        for (PlannedNode node : plan.nodes()) {
            after.row(node.idText(), node.raft(), node.grpc() == null ? "none" : node.grpc(), node.directory());
        }
        after.finish();
        out.println();
        out.println(Style.HEAD.on("Changes to the directories", io.colored()));
        for (Map.Entry<PlannedNode, NodeState> node : run.states().entrySet()) {
            say("node " + node.getKey().idText() + ": " + directoryChange(node.getKey(), node.getValue()));
        }
    }

    /** The nodes of a plan on other hosts. */
    static List<PlannedNode> elsewhere(RebuildPlan plan) {
        return plan.nodes().stream()
                .filter(node -> !Preflight.isOnThisHost(node))
                .toList();
    }

    /** The commands to type for a written plan: one command, or one for each node on several hosts. */
    static List<String> commandsToType(CommandContext context, RebuildPlan plan, Path file) {
        String name = Advice.word(file.toString());
        List<PlannedNode> elsewhere = elsewhere(plan);
        if (elsewhere.isEmpty()) {
            return List.of("  " + Advice.command(context, "init-cluster apply " + name));
        }
        return plan.nodes().stream()
                .map(node -> {
                    boolean here = elsewhere.stream().noneMatch(other -> other.id() == node.id());
                    String subcommand = here ? "apply " : "bundle ";
                    return "  node " + node.idText() + (here ? ", here:  " : ":  ")
                            + Advice.command(context, "init-cluster " + subcommand + name + " --only " + node.idText());
                })
                .toList();
    }

    private void fact(String name, String text) {
        String lead = (name + "         ").substring(0, FACT_INDENT);
        int columns = Integer.MAX_VALUE;
        if (io.outTerminal()) {
            columns = io.width().getAsInt() - FACT_INDENT;
        }
        for (String line : TextWrap.lines(text, columns)) {
            out.println(lead + line);
            lead = " ".repeat(FACT_INDENT);
        }
    }

    private void say(String text) {
        TextWrap.lines(text, columns()).forEach(out::println);
    }

    private int columns() {
        if (io.outTerminal()) {
            return io.width().getAsInt();
        }
        return Integer.MAX_VALUE;
    }

    private static String log(BackupFacts backup) {
        String last = "no log entries";
        if (backup.lastLog() != null) {
            last = "last entry " + backup.lastLog();
        }
        String applied = "no snapshot";
        if (backup.lastApplied() != null) {
            applied = "snapshot at " + backup.lastApplied();
        }
        if (backup.uncommitted() == 0) {
            return applied + ", " + last;
        }
        String entries = backup.uncommitted() == 1 ? "entry" : Units.number(backup.uncommitted()) + " entries";
        return applied + ", " + last + "; the last " + entries
                + " may not have been committed; the new cluster commits them";
    }

    static String ids(List<Long> ids) {
        return ids.stream().map(U64::text).collect(Collectors.joining(", ", "{", "}"));
    }

    private static String directoryChange(PlannedNode node, NodeState state) throws IOException {
        Path dir = Path.of(node.directory());
        String shown = Printable.text(dir.toString());
        if (state != NodeState.OLD) {
            return shown + " " + state.words() + " already";
        }
        boolean store = Files.exists(dir.resolve("df_meta"));
        if (!store && !Preflight.isOnThisHost(node)) {
            return "on its own host " + shown + " gets its store; an existing one is moved aside";
        }
        if (store) {
            return "the store in " + shown + " is moved to " + Printable.text(PlanRun.keptName(dir))
                    + "; the new store replaces it";
        }
        if (Files.isDirectory(dir)) {
            return shown + " exists, and gets its store";
        }
        return shown + " is created";
    }

    /** Prints the preflight findings, one line each; errors stop the work. */
    void findings(List<PreflightFinding> findings) {
        findings(findings, "STOP");
    }

    /** Prints the findings with another label for failed ones. */
    void findings(List<PreflightFinding> findings, String bad) {
        for (PreflightFinding finding : findings) {
            Style style =
                    switch (finding.level()) {
                        case GOOD -> Style.GOOD;
                        case NOTE -> Style.FAINT;
                        case BAD -> Style.BAD;
                    };
            String mark = ((finding.isBad() ? bad : finding.level().word()) + "   ").substring(0, 4);
            // Wrap at the terminal width; elsewhere, each finding is one line.
            int columns = Integer.MAX_VALUE;
            if (io.outTerminal()) {
                columns = io.width().getAsInt() - FINDING_INDENT;
            }
            String lead = "  " + style.on(mark, io.colored()) + "  ";
            for (String line : TextWrap.lines(finding.check() + ": " + Printable.text(finding.text()), columns)) {
                out.println(lead + line);
                lead = " ".repeat(FINDING_INDENT);
            }
        }
    }

    /** Fails with the first finding that is an error. */
    static void refuseBad(List<PreflightFinding> findings, String what) {
        for (PreflightFinding finding : findings) {
            if (finding.isBad()) {
                Failure failure = Failure.of(finding.status(), what).because(finding.check() + ": " + finding.text());
                if (finding.next() == null) {
                    throw failure;
                }
                throw failure.next(finding.next());
            }
        }
    }
}
