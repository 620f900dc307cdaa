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
import org.jspecify.annotations.Nullable;

/** A running service used by a command: that of a session, or a separate connection. */
public final class ServiceHandle implements Closeable {
    private final String place;
    private final MetaClient client;
    private final Supplier<Cancel> cancel;
    private final @Nullable EndpointSession opened;
    private final boolean owned;

    private ServiceHandle(
            String place, MetaClient client, Supplier<Cancel> cancel, @Nullable EndpointSession opened, boolean owned) {
        this.owned = owned;
        this.place = place;
        this.client = client;
        this.cancel = cancel;
        this.opened = opened;
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
        if (opened == null) {
            return client.status();
        }
        return opened.info();
    }

    /** The admin API: at the given address, else at that of the session, else at the default port of the host. */
    public AdminClient admin(@Nullable String address) {
        if (address == null && opened != null) {
            return opened.admin();
        }
        return AdminOption.client(
                address == null ? client.current().host() + ":" + AdminOption.USUAL_PORT : address, cancel);
    }

    @Override
    public void close() {
        if (owned) {
            client.close();
        }
    }
}
