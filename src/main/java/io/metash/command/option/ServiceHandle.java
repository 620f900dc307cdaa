package io.metash.command.option;

import io.metash.client.Address;
import io.metash.client.AdminClient;
import io.metash.client.ClusterInfo;
import io.metash.client.MetaClient;
import io.metash.record.Cancel;
import io.metash.session.EndpointSession;
import io.metash.session.ServiceAccess;
import java.io.Closeable;
import java.util.List;
import java.util.function.Supplier;

/** A running service used by a command: that of a session, or a separate connection. */
public final class ServiceHandle implements Closeable {
    private final String place;
    private final MetaClient client;
    private final Supplier<Cancel> cancel;
    private final EndpointSession sessionOrNull;
    private final boolean owned;

    private ServiceHandle(
            String place, MetaClient client, Supplier<Cancel> cancel, EndpointSession sessionOrNull, boolean owned) {
        this.owned = owned;
        this.place = place;
        this.client = client;
        this.cancel = cancel;
        this.sessionOrNull = sessionOrNull;
    }

    public static ServiceHandle of(EndpointSession session) {
        return new ServiceHandle(session.place(), session.client(), session.cancel(), session, false);
    }

    static ServiceHandle owned(String place, MetaClient client, Supplier<Cancel> cancel) {
        return new ServiceHandle(place, client, cancel, null, true);
    }

    /** Opens one node of a service for one command; to be closed. */
    public static ServiceHandle at(Address node, ServiceAccess access) {
        MetaClient client = new MetaClient(List.of(node), access.client(), access.cancel());
        return owned(node.toString(), client, access.cancel());
    }

    /** A handle on a client that outlives the command. */
    static ServiceHandle shared(String place, MetaClient client, Supplier<Cancel> cancel) {
        return new ServiceHandle(place, client, cancel, null, false);
    }

    public String place() {
        return place;
    }

    public MetaClient client() {
        return client;
    }

    /** The current status of the node. */
    public ClusterInfo info() {
        if (sessionOrNull == null) {
            return client.status();
        }
        return sessionOrNull.info();
    }

    /** The admin API: at the given address, else at that of the session, else at the default port of the host. */
    public AdminClient admin(String addressOrNull) {
        if (addressOrNull == null && sessionOrNull != null) {
            return sessionOrNull.admin();
        }
        return AdminOption.client(
                addressOrNull == null ? client.current().host() + ":" + AdminOption.USUAL_PORT : addressOrNull, cancel);
    }

    @Override
    public void close() {
        if (owned) {
            client.close();
        }
    }
}
