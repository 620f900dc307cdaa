package io.metash.session;

import io.metash.client.Address;

/** Opens running meta services, at places of the form {@code HOST:PORT[,HOST:PORT]}. */
final class EndpointOpener implements SessionOpener {
    @Override
    public boolean knows(String place) {
        return Address.isList(place);
    }

    @Override
    public Session open(String place, String name, ConnectOptions options) {
        return EndpointSession.open(place, name, options.service());
    }
}
