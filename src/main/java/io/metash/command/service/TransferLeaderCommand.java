package io.metash.command.service;

import io.metash.client.AdminAnswers;
import io.metash.client.AdminClient;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.command.option.DryRunOption;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transfer-leader}: transfers leadership to another node. */
@Command(
        name = "transfer-leader",
        description = {
            "Transfers leadership to another voter. The command only starts the transfer; 'members' shows the leader.",
            "In a session it requires 'rw on', because writes fail during the transfer.",
            "",
            "Examples:",
            "  transfer-leader @live --dry-run",
            "  transfer-leader --admin-api-address 127.0.0.1:28002 --to 0"
        })
public final class TransferLeaderCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Option(names = "--to", paramLabel = "ID", description = "The new leader; default: the next voter.")
    private @Nullable String to;

    public TransferLeaderCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!admin.asMetactl(context)) {
            context.requireWritable(AdminOption.session(context));
        }
        Long node = null;
        String words = "the next voter";
        if (to != null) {
            node = id(to);
            words = "node " + to;
        }
        Long wanted = node;
        AdminClient api = admin.open(context);
        return new ActionPlan()
                .add("transfer leadership to " + words + ", through " + api.address(), () -> hand(api, wanted))
                .run(context, dryRun.given());
    }

    private void hand(AdminClient api, @Nullable Long node) {
        AdminAnswers.LeaderTransfer transfer = AdminAnswers.transfer(api.transferLeader(node), api.address());
        context.io().out().println("triggered leader transfer from " + transfer.from() + " to " + transfer.to() + ".");
        context.io().out().println("voter ids: " + transfer.voters());
        Audit.record(
                context,
                "transfer-leader",
                api.address().toString(),
                Map.of("from", transfer.from(), "to", transfer.to()));
    }

    private static long id(String text) {
        try {
            return U64.parse(text);
        } catch (NumberFormatException wrong) {
            throw Failure.of(ExitStatus.USAGE, "--to " + text + " is not a node id")
                    .because("The service would ignore it and pick the next voter.");
        }
    }
}
