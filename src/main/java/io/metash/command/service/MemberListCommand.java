package io.metash.command.service;

import io.metash.command.CommandContext;
import io.metash.command.option.LiveOption;
import io.metash.command.option.MetactlText;
import io.metash.command.option.ServiceHandle;
import io.metash.record.ExitStatus;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code member-list}: prints the advertised addresses of all nodes. */
@Command(
        name = "member-list",
        description = {
            "Lists the advertised client addresses of the nodes of a service, one per line; an empty line for a node without one.",
            "",
            "Examples:",
            "  member-list @live",
            "  member-list --grpc-api-address 127.0.0.1:9191"
        })
public final class MemberListCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private LiveOption live = new LiveOption();

    public MemberListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (ServiceHandle service = live.open(context)) {
            service.client().members().forEach(member -> MetactlText.print(member, context));
        }
        return ExitStatus.OK.code();
    }
}
