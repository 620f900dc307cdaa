package io.metash.command.service;

import io.metash.client.ClusterInfo;
import io.metash.command.CommandContext;
import io.metash.command.option.LiveOption;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ServiceHandle;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.session.NodeText;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code members}: who belongs to the cluster. */
@Command(
        name = "members",
        description = {
            "Lists the nodes of the cluster as the node that answers knows them: voters and learners, who leads, their addresses, and how far each has the log, which the leader alone knows.",
            "",
            "Examples:",
            "  members @live",
            "  members @live -o json"
        })
public final class MembersCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private LiveOption live = new LiveOption();

    @Mixin
    private OutputOption output = new OutputOption();

    /** A command that sees this context. */
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
                Column.text("raft"),
                Column.text("grpc"),
                Column.text("log"));
        ClusterInfo info;
        try (ServiceHandle service = live.open(context)) {
            info = service.info();
        }
        for (String voter : info.voters()) {
            row(list, info, NodeText.parse(voter), "voter");
        }
        for (String learner : info.nonVoters()) {
            row(list, info, NodeText.parse(learner), "learner");
        }
        return output.end(context, list, Units.count(list.rows(), "node"));
    }

    private static void row(Listing list, ClusterInfo info, NodeText node, String role) throws IOException {
        boolean leads = info.leaderOrNull() != null
                && NodeText.parse(info.leaderOrNull()).name().equals(node.name());
        list.row(
                node.name(),
                role,
                leads,
                node.raft(),
                node.grpc(),
                info.replication().get(node.id()));
    }
}
