package io.metash.session;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.record.Cancel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Options for accessing a running service.
 *
 * @param client user, TLS, timeouts
 * @param admin the address of the admin API; null for port 28002 of the connected host
 * @param cancel supplies the cancellation token of the running command, since a session outlives commands
 */
public record ServiceAccess(ClientOptions client, @Nullable Address admin, Supplier<Cancel> cancel) {
    /** The default port of the admin API (meta-service-api §5). */
    public static final int ADMIN_PORT = 28002;

    private static final Cancel NEVER = new Cancel();

    /** The defaults of metactl, without cancellation. */
    public static final ServiceAccess STANDARD = new ServiceAccess(ClientOptions.STANDARD, null, () -> NEVER);
}
