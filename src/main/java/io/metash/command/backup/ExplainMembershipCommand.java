package io.metash.command.backup;

import io.metash.backup.MembershipTrace;
import io.metash.backup.MembershipTrace.Step;
import io.metash.command.CommandContext;
import io.metash.command.DirectorySource;
import io.metash.command.Place;
import io.metash.command.SessionNotes;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.rebuild.NodeTarget;
import io.metash.rebuild.ServerConfig;
import io.metash.record.RecordSource;
import io.metash.record.U64;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain-membership}: shows the sources of each node's addresses, and which source wins. */
@Command(
        name = "explain-membership",
        description = {
            "Shows where the member list and the address of each node come from: the state machine, a log entry, the"
                    + " configuration file; and which one is used when the service starts.",
            "The last member list in the log is used, committed or not. The last committed address of a node is used"
                    + " until the node starts and registers the address in its own configuration.",
            "",
            "Examples:",
            "  explain-membership /var/lib/databend/raft",
            "  explain-membership backup.ndjson -o json"
        })
public final class ExplainMembershipCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A Raft directory, an export file or a session; default: the open session.")
    private @Nullable String word;

    @Option(names = "--config", paramLabel = "FILE", description = "The databend-meta.toml of the node.")
    private @Nullable Path config;

    @Mixin
    private OutputOption output = new OutputOption();

    public ExplainMembershipCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Place place = Place.shownAt(context, word);
        List<String> notes = new ArrayList<>();
        MembershipTrace trace = trace(context, place, notes);
        NodeTarget configured = null;
        if (config != null) {
            configured = ServerConfig.read(config).target();
        }
        Listing list = output.open(
                context, Column.text("of"), Column.whole("says"), Column.text("source"), Column.text("counts"));
        id(list, trace, configured);
        for (int i = 0; i < trace.membership().size(); i++) {
            Step step = trace.membership().get(i);
            boolean last = i == trace.membership().size() - 1;
            String inForce = step.committed() ? "yes" : "yes, though not known to be committed";
            list.row("membership", step.value(), step.source(), last ? inForce : "no: a later one replaces it");
        }
        for (Map.Entry<Long, List<Step>> node : trace.nodes().entrySet()) {
            node(list, trace, node.getKey(), node.getValue(), configured);
        }
        if (configured != null && !trace.nodes().containsKey(self(trace, configured))) {
            configured(list, trace, configured);
        }
        int status = output.end(context, list, Units.count(list.rows(), "row"));
        SessionNotes.print(context.io(), notes);
        advice(trace, configured);
        return status;
    }

    /** The membership trace of a place. */
    static MembershipTrace trace(CommandContext context, Place place, List<String> notes) throws IOException {
        Optional<Path> path = place.directory();
        if (path.isPresent()) {
            try (DirectorySource dir = DirectorySource.open(context, path.get(), false)) {
                MembershipTrace trace = MembershipTrace.of(dir.records(), context.cancel());
                notes.addAll(dir.notes());
                return trace;
            }
        }
        try (RecordSource source = place.records(context.cancel())) {
            return MembershipTrace.of(source, context.cancel());
        }
    }

    /** The effective id of the node: the stored id, whatever the configuration says. */
    private static long self(MembershipTrace trace, NodeTarget configured) {
        if (trace.nodeId() != null) {
            return trace.nodeId();
        }
        return configured.id();
    }

    private void id(Listing list, MembershipTrace trace, @Nullable NodeTarget configured) throws IOException {
        if (trace.nodeId() == null) {
            list.row("this node", "no id stored", "log state", "no");
        } else {
            list.row("this node", "id " + U64.text(trace.nodeId()), "log state", "yes");
        }
        if (configured != null) {
            boolean same = trace.nodeId() != null && trace.nodeId() == configured.id();
            String compared = same ? "the same" : "no: the stored id wins silently";
            list.row(
                    "this node",
                    "id " + U64.text(configured.id()),
                    String.valueOf(config),
                    trace.nodeId() == null ? "yes: no id is stored" : compared);
        }
    }

    private void node(Listing list, MembershipTrace trace, long id, List<Step> steps, @Nullable NodeTarget configured)
            throws IOException {
        int counting = steps.size() - 1;
        while (counting > 0 && !steps.get(counting).committed()) {
            counting--;
        }
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String counts;
            if (i == counting) {
                if (step.committed()) {
                    counts = "yes";
                } else {
                    counts = "yes, once a leader commits it";
                }
            } else if (i < counting) {
                counts = "no: a later one replaces it";
            } else {
                counts = "once a leader commits it";
            }
            list.row("node " + U64.text(id), step.value() == null ? "removed" : step.value(), step.source(), counts);
        }
        if (configured != null && id == self(trace, configured)) {
            configured(list, trace, configured);
        }
    }

    private void configured(Listing list, MembershipTrace trace, NodeTarget configured) throws IOException {
        String grpc = configured.node().grpcApiAdvertiseAddress();
        list.row(
                "node " + U64.text(self(trace, configured)),
                configured.node().endpoint().addr() + ":"
                        + configured.node().endpoint().port() + (grpc == null ? "" : ", gRPC " + grpc),
                String.valueOf(config),
                "after the start, once there is a leader: the node registers it");
    }

    private void advice(MembershipTrace trace, @Nullable NodeTarget configured) {
        PrintStream err = context.io().err();
        List<Long> missing = trace.withoutAddress();
        for (Long id : missing) {
            err.println("note: member " + U64.text(id) + " has no address: no other node can reach it");
        }
        if (trace.effective() == null) {
            err.println("note: there is no member list: a server started here with single = true creates a cluster");
        }
        if (configured == null) {
            err.println("note: name the node's configuration to see what it changes: --config databend-meta.toml");
            return;
        }
        long self = self(trace, configured);
        String stored = trace.address(self);
        String own = configured.node().endpoint().addr() + ":"
                + configured.node().endpoint().port();
        boolean alone = trace.effective() != null && trace.effective().nodes().size() <= 1;
        if (stored != null && !stored.split(",")[0].equals(own) && !alone) {
            err.println("note: the first election goes to the stored addresses, not to the configured ones; where nodes"
                    + " moved, rebuild with init-cluster, or no leader may be found");
        }
        if (trace.effective() != null && !trace.effective().nodes().containsKey(self)) {
            err.println("note: node " + U64.text(self) + " is not a member of this cluster: it can only join");
        }
    }
}
