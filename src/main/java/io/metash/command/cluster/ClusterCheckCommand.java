package io.metash.command.cluster;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.command.CommandContext;
import io.metash.command.option.ConnectionOptions;
import io.metash.rebuild.ClusterCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init-cluster check}: runs the preflight checks of a plan. */
@Command(
        name = "check",
        description = {
            "Checks the running cluster against a plan: every member reached, one leader, the same applied log,"
                    + " and exactly the keys of the backup.",
            "Ends with status 0 when all match, 1 when something differs, 5 when a node is not reached.",
            "",
            "Examples:",
            "  init-cluster check three.plan.json --endpoint 127.0.0.1:9191",
            "  init-cluster check three.plan.json --endpoint 127.0.0.1:9191 --wait --timeout 5"
        })
public final class ClusterCheckCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private PlanArguments plan;

    @Option(
            names = "--endpoint",
            paramLabel = "HOST:PORT",
            description = "The address of a node, once per node; default: the addresses of the plan.")
    private List<String> endpoints = new ArrayList<>();

    @Option(names = "--wait", description = "Repeats the check every second until it passes.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "The time limit of --wait; default: 180.")
    private int timeoutSeconds = ClusterWatch.USUAL_SECONDS;

    @Mixin
    private ConnectionOptions service = new ConnectionOptions();

    public ClusterCheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Address> addresses = new ArrayList<>();
        for (String endpoint : endpoints) {
            addresses.addAll(Address.parseList(endpoint));
        }
        ClientOptions options =
                ClusterWatch.patient(service.access(context, null, null).client());
        ClusterCheck check = new ClusterCheck(
                plan.plan(), addresses, options, plan.run(context).backup(), context.cancel());
        return new ClusterWatch(context, check, plan.file()).run(wait ? timeoutSeconds : 0);
    }
}
