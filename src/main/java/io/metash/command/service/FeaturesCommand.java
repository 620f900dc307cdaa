package io.metash.command.service;

import io.metash.client.AdminClient;
import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code features}: lists the features of a service. */
@Command(
        name = "features",
        description = {
            "Lists the features of a service, and which of them are enabled.",
            "",
            "Examples:",
            "  features @live",
            "  features @live -o json"
        })
public final class FeaturesCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public FeaturesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        AdminClient api = admin.open(context);
        Listing list = output.open(context, Column.text("feature"), Column.flag("on"));
        for (Map.Entry<String, Boolean> feature :
                Features.of(api.features(), api).entrySet()) {
            list.row(feature.getKey(), feature.getValue());
        }
        return output.end(context, list, Units.count(list.rows(), "feature"));
    }
}
