package io.metash.command.service;

import io.metash.client.AdminClient;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.command.option.DryRunOption;
import io.metash.ndjson.JsonText;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.UnknownFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transfer-leader}: another node is to lead. */
@Command(
        name = "transfer-leader",
        description = {
            "Makes the leader hand over to another voter. It only begins that; members shows who leads.",
            "In a session it needs rw on, for writes are not possible meanwhile.",
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

    @Option(names = "--to", paramLabel = "ID", description = "The node that is to lead; else the next voter.")
    private String to;

    /** A command that sees this context. */
    public TransferLeaderCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!admin.asMetactl(context)) {
            context.requireWritable(AdminOption.session(context));
        }
        Long node = to == null ? null : (Long) id(to);
        AdminClient api = admin.open(context);
        return new ActionPlan()
                .add(
                        "hand the leadership to " + (node == null ? "the next voter" : "node " + to) + ", asked of "
                                + api.address(),
                        () -> hand(api, node))
                .run(context, dryRun.asked());
    }

    private void hand(AdminClient api, Long node) {
        String text = api.transferLeader(node);
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        UnknownFields answer = (UnknownFields) JsonText.readAny(json, "the answer of " + api.address());
        Map<String, Object> fields = new HashMap<>();
        answer.fields().forEach(field -> fields.put(field.name(), field.value()));
        List<?> voters = (List<?>) fields.getOrDefault("voter_ids", List.of());
        context.io()
                .out()
                .println("triggered leader transfer from " + fields.get("from") + " to " + fields.get("to") + ".");
        context.io().out().println("voter ids: " + voters);
        Audit.record(
                context,
                "transfer-leader",
                api.address().toString(),
                Map.of("from", String.valueOf(fields.get("from")), "to", String.valueOf(fields.get("to"))));
    }

    private static long id(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException wrong) {
            throw Failure.of(ExitStatus.USAGE, "--to " + text + " is no node id")
                    .because("The service would take it for no wish at all, and pick the next voter.");
        }
    }
}
