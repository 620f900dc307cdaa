package io.metash.session;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.record.Cancel;
import java.util.function.Supplier;

/**
 * How a session speaks to a running service.
 *
 * @param client who we say we are, TLS, deadlines
 * @param adminOrNull where the admin API is; null for port 28002 of the host that is spoken to
 * @param cancel asked for the wish to stop of whatever command runs now: a session outlives many
 */
public record ServiceAccess(ClientOptions client, Address adminOrNull, Supplier<Cancel> cancel) {
    /** The port of the admin API when nobody says otherwise (meta-service-api §5). */
    public static final int ADMIN_PORT = 28002;

    private static final Cancel NEVER = new Cancel();

    /** As metactl does, and nobody wishes to stop. */
    public static final ServiceAccess STANDARD = new ServiceAccess(ClientOptions.STANDARD, null, () -> NEVER);
}
