package io.metash.command;

import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Status;
import io.metash.session.Session;
import io.metash.session.StoreStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: what a store is, beside its keys. */
@Command(
        name = "status",
        description = {
            "Shows what is known of the store beside its keys: raft state, log, snapshot, members, nodes, counts.",
            "",
            "Example:",
            "  status"
        })
public final class StatusCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /** A status that sees this context. */
    public StatusCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Session session = context.sessions().current();
        StoreStatus status = session.status();
        PrintStream out = context.io().out();
        StoreStatus.Raft raft = status.raft();
        line(out, "place", status.place() + " (" + status.kind().words() + ")");
        line(out, "header", raft.version());
        line(out, "node id", raft.nodeId() == null ? "none" : Long.toUnsignedString(raft.nodeId()));
        line(
                out,
                "vote",
                raft.vote() == null
                        ? "none"
                        : raft.vote().leaderId() + (raft.vote().committed() ? " committed" : " not committed"));
        line(out, "committed", text(raft.committed()));
        line(out, "purged", text(raft.purged()));
        line(out, "log", log(status.log()));
        line(out, "snapshot", snapshot(status.snapshot()));
        StoreStatus.State state = status.state();
        line(out, "last applied", text(state.appliedThrough()));
        line(out, "sequence", Long.toUnsignedString(state.sequence()));
        line(
                out,
                "membership",
                membership(state.membership().membership()) + ", set by "
                        + text(state.membership().logId()));
        state.nodes().forEach((id, node) -> line(out, "node " + Long.toUnsignedString(id), node.toString()));
        line(out, "features", state.features().isEmpty() ? "none" : String.join(", ", state.features()));
        if (state.nowMs() != null) {
            line(out, "as of", Units.moment(state.nowMs()));
        }
        StoreStatus.Counts counts = status.counts();
        line(
                out,
                "keys",
                Units.number(counts.keys()) + ", " + Units.number(counts.expiring()) + " of them expire, "
                        + Units.number(counts.hidden()) + " expired ones hidden");
        out.flush();
        Notes.print(context.io().err(), status.notes());
        return Status.OK.code();
    }

    private static void line(PrintStream out, String label, String text) {
        out.println(String.format(Locale.ROOT, "%-13s %s", label, Printable.text(text)));
    }

    private static String text(LogId id) {
        return id == null ? "none" : id.toString();
    }

    private static String log(StoreStatus.Log log) {
        String size = log.bytes() < 0 ? "" : ", " + Units.bytes(log.bytes());
        if (log.entries() == 0) {
            return "no entries" + size;
        }
        return log.first() + " to " + log.last() + ", " + Units.count(log.entries(), "entry") + size
                + (log.uncommitted() == 0 ? "" : ", " + log.uncommitted() + " past committed, not applied");
    }

    private static String snapshot(StoreStatus.Snapshot snapshot) {
        if (snapshot.id() == null && snapshot.lastApplied() == null && snapshot.keys() == 0) {
            return "none";
        }
        return (snapshot.id() == null ? "at " + text(snapshot.lastApplied()) : snapshot.id()) + ", "
                + Units.count(snapshot.keys(), "key")
                + (snapshot.bytes() < 0 ? "" : ", " + Units.bytes(snapshot.bytes()));
    }

    private static String membership(Membership membership) {
        String voters = membership.configs().isEmpty()
                ? "none"
                : membership.configs().stream().map(StatusCommand::ids).collect(Collectors.joining(" and "));
        List<Long> learners = membership.learners();
        return "voters " + voters + (learners.isEmpty() ? "" : ", learners " + ids(learners));
    }

    private static String ids(List<Long> ids) {
        return ids.stream().map(Long::toUnsignedString).collect(Collectors.joining(" "));
    }
}
