package io.metash.command.backup;

import io.metash.client.Address;
import io.metash.client.AdminClient;
import io.metash.client.ClusterInfo;
import io.metash.command.ActionPlan;
import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.command.option.ServiceHandle;
import io.metash.command.option.SnapshotAge;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.ServiceAccess;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a backup of a running cluster, and the node selected by them. */
final class ClusterBackup {
    @Option(
            names = "--admin-api-address",
            paramLabel = "ADDRESS,...",
            description = "The admin APIs of the nodes, in the order of --grpc-api-address; default: port 28002 of each"
                    + " host. Only needed for --max-lag.")
    private @Nullable String admins;

    @Option(
            names = "--max-lag",
            paramLabel = "ENTRIES",
            description = "First triggers a snapshot if the node's newest one is more than this many entries behind the"
                    + " log; with 0, if any entry is missing from it. Default: no snapshot is triggered.")
    private @Nullable Long maxLag;

    private @Nullable Chosen chosen;

    /** The answers of the nodes and the chosen one. */
    private record Chosen(NodeChoice choice, NodeAnswer node) {}

    /** Whether a node must be queried before the backup is taken from it. */
    boolean chooses(List<Address> nodes) {
        if (maxLag != null && maxLag < 0) {
            throw Failure.of(ExitStatus.USAGE, "--max-lag must not be negative");
        }
        return nodes.size() > 1 || maxLag != null;
    }

    /** Rejects options that only apply to a running service. */
    void requireUnset() {
        if (maxLag != null || admins != null) {
            throw Failure.of(ExitStatus.USAGE, "--max-lag and --admin-api-address are for a running service")
                    .next("metash backup --grpc-api-address HOST:PORT --max-lag 1000 --to DIR");
        }
    }

    /** Chooses a node and connects to it; to be closed. */
    ServiceHandle choose(CommandContext context, List<Address> nodes, ServiceAccess access) {
        long lag = NodeChoice.USUAL_LAG;
        if (maxLag != null) {
            lag = maxLag;
        }
        NodeChoice choice = new NodeChoice(NodeChoice.ask(nodes, adminsOf(nodes, access), access), lag);
        NodeAnswer node = choice.best();
        chosen = new Chosen(choice, node);
        choice.notes(node).forEach(note -> context.io().err().println("note: " + Printable.text(note)));
        ClusterInfo info = node.info().orElseThrow();
        context.io()
                .err()
                .println(Printable.text("using " + node.shown() + ": " + node.state() + ", applied up to "
                        + info.lastApplied()
                        + node.snapshot().map(last -> ", snapshot at " + last).orElse(", no snapshot")));
        return ServiceHandle.at(node.address(), access);
    }

    private List<Address> adminsOf(List<Address> nodes, ServiceAccess access) {
        if (admins != null) {
            List<Address> given = Address.parseList(admins);
            if (given.size() != nodes.size()) {
                throw Failure.of(
                        ExitStatus.USAGE,
                        "--admin-api-address names " + given.size() + " addresses for "
                                + Units.count(nodes.size(), "node"));
            }
            return given;
        }
        return nodes.stream()
                .map(address -> nodes.size() == 1 && access.admin() != null
                        ? access.admin()
                        : new Address(address.host(), ServiceAccess.ADMIN_PORT))
                .toList();
    }

    /** Adds an action that triggers a snapshot if the newest snapshot is too old. */
    void renewSnapshot(CommandContext context, ServiceHandle service, ActionPlan plan) {
        if (maxLag == null || chosen == null) {
            return;
        }
        NodeAnswer node = chosen.node();
        Optional<Long> lag = chosen.choice().snapshotLag(node);
        if (lag.isPresent() && lag.get() <= maxLag) {
            return;
        }
        String why = lag.map(entries -> "the newest is " + Units.count(entries, "log entry") + " behind")
                .orElse("the node has none");
        plan.add("make a snapshot on " + node.shown() + ": " + why, () -> renew(context, node, service));
    }

    private static void renew(CommandContext context, NodeAnswer node, ServiceHandle service) {
        AdminClient admin = AdminOption.client(node.admin().toString(), context::cancel);
        ClusterInfo info = SnapshotAge.renew(service.client(), admin, context);
        context.io().err().println("the snapshot is at " + info.snapshotLastLogId());
    }
}
