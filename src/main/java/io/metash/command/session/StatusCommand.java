package io.metash.command.session;

import io.metash.command.CommandContext;
import io.metash.command.FastArguments;
import io.metash.command.SessionNotes;
import io.metash.command.option.LiveOption;
import io.metash.command.option.MetactlText;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ServiceHandle;
import io.metash.output.Column;
import io.metash.output.LabelledLines;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.U64;
import io.metash.record.Vote;
import io.metash.session.Session;
import io.metash.session.StoreStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: shows the state of a store without its keys. */
@Command(
        name = "status",
        description = {
            "Shows the state of a store without its keys: raft state, log, snapshot, members, nodes, counts.",
            "For a running service it shows what the answering node reports about itself and its cluster.",
            "With --grpc-api-address, or in one shot, it prints what metactl prints.",
            "",
            "Examples:",
            "  status",
            "  status @backup -o json"
        })
public final class StatusCommand implements Callable<Integer>, FastArguments.Command {
    private final CommandContext context;

    @Mixin
    private LiveOption live = new LiveOption();

    @Mixin
    private OutputOption output = new OutputOption();

    private static final int LABELS = 14;

    public StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public FastArguments fastArguments() {
        return live.fastArguments(new FastArguments());
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public Integer call() throws IOException {
        if (live.asMetactl(context)) {
            try (ServiceHandle service = live.open(context)) {
                MetactlText.status(service.info(), context);
            }
            return ExitStatus.OK.code();
        }
        Session session = context.session();
        StoreStatus status = session.status();
        OutputFormat format = output.format(context);
        if (format == OutputFormat.JSON || format == OutputFormat.NDJSON) {
            context.clearProgress();
            context.io().out().println(StatusJson.of(session.name(), status));
            return end(status);
        }
        Lines lines = new Lines();
        StoreStatus.Service service = status.service();
        if (service != null) {
            for (ServiceLines.Line line : ServiceLines.of(status, service)) {
                lines.add(line.label(), line.text());
            }
        } else {
            add(lines, status);
        }
        lines.finish();
        return end(status);
    }

    private void add(Lines lines, StoreStatus status) throws IOException {
        StoreStatus.Raft raft = status.raft();
        lines.add("place", status.place() + " (" + status.kind().words() + ")");
        lines.add("header", raft.version());
        lines.add("node id", raft.nodeId() == null ? "none" : U64.text(raft.nodeId()));
        lines.add("vote", raft.vote() == null ? "none" : words(raft.vote()));
        lines.add("committed", text(raft.committed()));
        lines.add("purged", text(raft.purged()));
        lines.add("log", log(status.log()));
        lines.add("snapshot", snapshot(status.snapshot()));
        if (status.stopsNode() != null) {
            lines.add("start", "IMPOSSIBLE: " + status.stopsNode() + ", at which a node stops");
        }
        StoreStatus.State state = status.state();
        lines.add("last applied", text(state.appliedThrough()));
        lines.add("sequence", U64.text(state.sequence()));
        lines.add(
                "membership",
                membership(state.membership().membership()) + ", set by "
                        + text(state.membership().logId()));
        for (var node : state.nodes().entrySet()) {
            lines.add("node " + U64.text(node.getKey()), node.getValue().toString());
        }
        lines.add("features", state.features().isEmpty() ? "none" : String.join(", ", state.features()));
        if (state.nowMs() != null) {
            lines.add("as of", Units.timestamp(state.nowMs(), output.local(context)) + age(state.nowMs()));
        }
        StoreStatus.Counts counts = status.counts();
        lines.add(
                "keys",
                Units.number(counts.keys()) + ", " + Units.number(counts.expiring()) + " of them expire, "
                        + Units.number(counts.hidden()) + " expired ones hidden");
    }

    private int end(StoreStatus status) {
        context.io().out().flush();
        SessionNotes.print(context.io(), status.notes());
        SessionNotes.lost(context.io().err(), context.session().losses());
        return ExitStatus.OK.code();
    }

    /** Labelled lines for people, rows for programs. */
    private final class Lines {
        private final boolean table = output.format(context) == OutputFormat.TABLE;
        private final LabelledLines sheet = new LabelledLines(context.io(), LABELS);
        private final Listing list = output.open(context, Column.text("name"), Column.text("value"));

        void add(String label, String text) throws IOException {
            if (table) {
                sheet.line(label, text);
            } else {
                list.row(label, text);
            }
        }

        void finish() throws IOException {
            if (!table) {
                list.finish();
            }
        }
    }

    /** The age of a time, on a terminal only: saved output must not change every second. */
    private String age(long timeMs) {
        if (context.io().outTerminal() && output.format(context) == OutputFormat.TABLE) {
            return " (" + Units.age(timeMs, System.currentTimeMillis()) + ")";
        }
        return "";
    }

    private static String text(@Nullable LogId id) {
        if (id == null) {
            return "none";
        }
        return id.toString();
    }

    private static String log(StoreStatus.Log log) {
        String size = "";
        if (log.bytes() >= 0) {
            size = ", " + Units.bytes(log.bytes());
        }
        if (log.entries() == 0) {
            return "no entries" + size;
        }
        return log.first() + " to " + log.last() + ", " + Units.count(log.entries(), "entry") + size
                + (log.uncommitted() == 0 ? "" : ", " + log.uncommitted() + " past committed, not applied");
    }

    private static String words(Vote vote) {
        return vote.leaderId() + (vote.committed() ? " committed" : " not committed");
    }

    private String snapshot(StoreStatus.Snapshot snapshot) {
        if (snapshot.id() == null && snapshot.lastApplied() == null && snapshot.keys() == 0) {
            return "none";
        }
        String name = snapshot.id() == null ? "at " + text(snapshot.lastApplied()) : snapshot.id();
        String keys = name + ", " + Units.count(snapshot.keys(), "key");
        if (!context.session().losses().isEmpty()) {
            keys += " by its own count";
        }
        return snapshot.bytes() < 0 ? keys : keys + ", " + Units.bytes(snapshot.bytes());
    }

    private static String membership(Membership membership) {
        String voters = "none";
        if (!membership.configs().isEmpty()) {
            voters = membership.configs().stream().map(Membership::ids).collect(Collectors.joining(" and "));
        }
        List<Long> learners = membership.learners();
        return "voters " + voters + (learners.isEmpty() ? "" : ", learners " + Membership.ids(learners));
    }
}
