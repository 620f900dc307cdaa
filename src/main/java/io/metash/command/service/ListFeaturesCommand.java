package io.metash.command.service;

import io.metash.client.AdminClient;
import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.record.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code list-features}: prints the features of a service as JSON. */
@Command(
        name = "list-features",
        description = {
            "Prints the features of a service and those that are enabled, as JSON.",
            "",
            "Examples:",
            "  list-features @live",
            "  list-features --admin-api-address 127.0.0.1:28002"
        })
public final class ListFeaturesCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private AdminOption admin = new AdminOption();

    public ListFeaturesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        AdminClient api = admin.open(context);
        context.io().out().println(Features.pretty(api.features(), api));
        return ExitStatus.OK.code();
    }
}
