package io.metash.command.service;

import io.metash.client.AdminClient;
import io.metash.client.ClusterInfo;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.LiveOption;
import io.metash.command.option.ServiceHandle;
import io.metash.command.option.SnapshotAge;
import io.metash.output.Units;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code trigger-snapshot}: makes a node write a snapshot. */
@Command(
        name = "trigger-snapshot",
        description = {
            "Triggers a snapshot of a node. Writing it takes a while; --wait waits until it is complete.",
            "",
            "Examples:",
            "  trigger-snapshot @live --wait",
            "  trigger-snapshot --admin-api-address 127.0.0.1:28002"
        })
public final class TriggerSnapshotCommand implements Callable<Integer> {
    /** metactl's default address for this call only; its port differs from the other calls. */
    private static final String METACTLS = "127.0.0.1:28101";

    private final CommandContext context;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Mixin
    private LiveOption live = new LiveOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Option(names = "--wait", description = "Waits until the node's status shows the snapshot.")
    private boolean wait;

    public TriggerSnapshotCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        AdminClient api = admin.open(context, METACTLS);
        return new ActionPlan()
                .add("write a snapshot, through " + api.address(), () -> trigger(api))
                .run(context, dryRun.given());
    }

    private void trigger(AdminClient api) throws IOException {
        if (wait) {
            try (ServiceHandle service = live.open(context)) {
                ClusterInfo info = SnapshotAge.renew(service.client(), api, context);
                context.io()
                        .err()
                        .println("snapshot complete: at " + info.snapshotLastLogId() + ", "
                                + Units.count(info.snapshotKeyCount(), "row"));
            }
        } else {
            api.triggerSnapshot();
        }
        context.io().out().println("triggered snapshot successfully.");
        Audit.record(context, "trigger-snapshot", api.address().toString(), Map.of());
    }
}
