package io.metash.command.service;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.ClusterInfo;
import io.metash.client.MemberProbe;
import io.metash.command.CommandContext;
import io.metash.command.option.LiveOption;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ServiceHandle;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.U64;
import io.metash.session.NodeText;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code members}: lists the nodes of the cluster. */
@Command(
        name = "members",
        description = {
            "Lists the nodes of the cluster as known to the node that answers: voters and learners, the leader, the"
                    + " addresses, and the log position of each node, which only the leader knows.",
            "Each node is probed for at most one second. A node without a client address cannot be probed.",
            "",
            "Examples:",
            "  members @live",
            "  members @live -o json"
        })
public final class MembersCommand implements Callable<Integer> {
    private static final long MAX_MS = 1_000;

    private final CommandContext context;

    @Mixin
    private LiveOption live = new LiveOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public MembersCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Listing list = output.open(
                context,
                Column.text("name"),
                Column.text("role"),
                Column.flag("leads"),
                Column.flag("answers"),
                Column.whole("raft"),
                Column.whole("grpc"),
                Column.text("log"));
        ClusterInfo info;
        ClientOptions options;
        try (ServiceHandle service = live.open(context)) {
            info = service.info();
            options = service.client().options();
        }
        Map<String, NodeText> nodes = new LinkedHashMap<>();
        info.voters().forEach(node -> nodes.put(node, NodeText.parse(node)));
        info.nonVoters().forEach(node -> nodes.put(node, NodeText.parse(node)));
        Map<Long, Address> addresses = new HashMap<>();
        for (NodeText node : nodes.values()) {
            if (node.id() != null && node.id() != info.id() && node.grpc() != null) {
                Address.named(node.grpc()).ifPresent(address -> addresses.put(node.id(), address));
            }
        }
        Map<Long, String> silent = MemberProbe.silent(addresses, options, MAX_MS, context.cancel());
        for (Map.Entry<String, NodeText> node : nodes.entrySet()) {
            String role = "learner";
            if (info.voters().contains(node.getKey())) {
                role = "voter";
            }
            row(list, info, node.getValue(), role, answers(node.getValue(), info, addresses, silent));
        }
        int status = output.end(context, list, Units.count(list.rows(), "node"));
        silent.forEach((id, why) ->
                context.io().err().println("node " + U64.text(id) + " does not answer: " + Printable.text(why)));
        return status;
    }

    /** Whether a node answers; null if it has no address to connect to. */
    private static @Nullable Boolean answers(
            NodeText node, ClusterInfo info, Map<Long, Address> addresses, Map<Long, String> silent) {
        if (node.id() != null && node.id() == info.id()) {
            return true;
        }
        if (!addresses.containsKey(node.id())) {
            return null;
        }
        return !silent.containsKey(node.id());
    }

    private static void row(Listing list, ClusterInfo info, NodeText node, String role, @Nullable Boolean answers)
            throws IOException {
        boolean leads =
                info.leader() != null && NodeText.parse(info.leader()).name().equals(node.name());
        list.row(
                node.name(),
                role,
                leads,
                answers,
                node.raft(),
                node.grpc(),
                info.replication().get(node.id()));
    }
}
