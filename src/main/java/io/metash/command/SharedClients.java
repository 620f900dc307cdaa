package io.metash.command;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import java.io.Closeable;
import java.util.HashMap;
import java.util.Map;

/** Clients shared by the commands of a script: one connection for each service address. */
final class SharedClients implements Closeable {
    /** Identifies a connection. */
    private record Key(String place, ClientOptions options) {}

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
