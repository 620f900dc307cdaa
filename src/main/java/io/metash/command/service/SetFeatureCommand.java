package io.metash.command.service;

import io.metash.client.AdminClient;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.OnOff;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code set-feature}: enables or disables a feature. */
@Command(
        name = "set-feature",
        description = {
            "Switches a feature of a service on or off. In a session it requires 'rw on'.",
            "",
            "Examples:",
            "  set-feature @live dummy on --dry-run",
            "  set-feature --feature dummy --enable true --admin-api-address 127.0.0.1:28002"
        })
public final class SetFeatureCommand implements Callable<Integer> {
    private static final Set<String> ON = Set.of("on", "true");
    private static final Set<String> OFF = Set.of("off", "false");

    private final CommandContext context;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "FEATURE", description = "The feature; see features.")
    private @Nullable String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "on|off",
            completionCandidates = OnOff.class,
            description = "The new state.")
    private @Nullable String state;

    @Option(names = "--feature", paramLabel = "FEATURE", description = "The feature, as with metactl.")
    private @Nullable String feature;

    @Option(
            names = "--enable",
            paramLabel = "true|false",
            description = "Whether the feature is enabled, as with" + " metactl.")
    private @Nullable String enable;

    public SetFeatureCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        String which;
        if (name == null) {
            which = feature;
        } else {
            which = name;
        }
        String word = state;
        if (state == null) {
            word = enable;
        }
        if (which == null || word == null || !ON.contains(word) && !OFF.contains(word)) {
            throw Failure.of(ExitStatus.USAGE, "set-feature needs a feature, and on or off")
                    .next("set-feature FEATURE on");
        }
        if (!admin.asMetactl(context)) {
            context.requireWritable(AdminOption.session(context));
        }
        boolean on = ON.contains(word);
        AdminClient api = admin.open(context);
        return new ActionPlan()
                .add(
                        "switch " + which + (on ? " on" : " off") + ", through " + api.address(),
                        () -> set(api, which, on))
                .run(context, dryRun.given());
    }

    private void set(AdminClient api, String which, boolean on) {
        String answer = api.setFeature(which, on);
        context.io().out().println("set-feature: Done; features:");
        context.io().out().println(Features.pretty(answer, api));
        Audit.record(
                context, "set-feature", api.address().toString(), Map.of("feature", which, "on", String.valueOf(on)));
    }
}
