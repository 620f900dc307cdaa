package io.metash.command;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import java.io.Closeable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clients shared by the commands of a script: one connection for each service address. */
final class SharedClients implements Closeable {
    /** Identifies a connection. */
    private record Key(String place, ClientOptions options) {
        /** Not the generated method, which is linked at run time: 20 ms of each start. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && place.equals(that.place) && options.equals(that.options);
        }

        @Override
        public int hashCode() {
            return place.hashCode();
        }
    }

    private final Map<Key, MetaClient> clients = new HashMap<>();

    /** The client for a place; it connects on the first call. */
    synchronized MetaClient get(String place, ClientOptions options, CommandContext context) {
        return clients.computeIfAbsent(
                new Key(place, options), key -> new MetaClient(Address.parseList(place), options, context::cancel));
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(MetaClient::close);
        clients.clear();
    }
}
