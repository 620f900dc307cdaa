package io.metash.command.option;

import io.metash.client.Address;
import io.metash.client.AdminClient;
import io.metash.command.CommandContext;
import io.metash.record.Cancel;
import io.metash.session.EndpointSession;
import io.metash.session.ServiceAccess;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Selects an admin API: that of the current session, or one given as in metactl. */
public final class AdminOption {
    /** The default port of the admin API. */
    static final int USUAL_PORT = ServiceAccess.ADMIN_PORT;
    /** The address that metactl uses by default. */
    static final String USUAL = "127.0.0.1:" + USUAL_PORT;

    private static final int LIMIT_MS = 20_000;

    @Option(
            names = "--admin-api-address",
            paramLabel = "ADDRESS",
            description = "An admin API other than the session's, as with metactl.")
    private @Nullable String address;

    /** Whether the command uses metactl's options or runs under metactl's name. */
    public boolean asMetactl(CommandContext context) {
        return address != null || context.oneShot() && !context.sessions().hasCurrent();
    }

    public AdminClient open(CommandContext context) {
        return open(context, USUAL);
    }

    /** Opens the API of the session; called like metactl, the API at the given address, else at {@code usual}. */
    public AdminClient open(CommandContext context, String usual) {
        if (asMetactl(context)) {
            return client(address == null ? usual : address, context::cancel);
        }
        return session(context).admin();
    }

    /** The session to query, which must be on a running service. */
    public static EndpointSession session(CommandContext context) {
        return LiveOption.endpoint(context);
    }

    /** Creates a client of the API at an address. */
    public static AdminClient client(String address, Supplier<Cancel> cancel) {
        return new AdminClient(Address.parse(address), LIMIT_MS, cancel);
    }
}
