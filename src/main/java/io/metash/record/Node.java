package io.metash.record;

import org.jspecify.annotations.Nullable;

/**
 * The addresses of a node (record-stream §7).
 *
 * @param name the node's name, by convention its id
 * @param endpoint its Raft address
 * @param grpcApiAdvertiseAddress the {@code host:port} announced to clients, or null
 * @param extra unknown fields
 */
public record Node(String name, Endpoint endpoint, @Nullable String grpcApiAdvertiseAddress, UnknownFields extra) {
    /** A node without unknown fields. */
    public Node(String name, Endpoint endpoint, @Nullable String grpcApiAdvertiseAddress) {
        this(name, endpoint, grpcApiAdvertiseAddress, UnknownFields.NONE);
    }

    /** The text form used by the service: {@code id=1 raft=localhost:28103 grpc=127.0.0.1:9191}. */
    @Override
    public String toString() {
        return "id=" + name + " raft=" + endpoint + " grpc="
                + (grpcApiAdvertiseAddress == null ? "" : grpcApiAdvertiseAddress);
    }
}
