package io.metash.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The options of an embedded service.
 *
 * @param dir the directory of the data; created when missing
 * @param listen where clients connect; port 0 for any free one
 * @param adminOrNull where the admin API listens; port 0 for any free one; null for none
 * @param raftHost the host of the node's Raft address in a new store; not listened on
 * @param raftPort the port of that address
 * @param advertiseOrNull the advertised client address {@code host:port}, or null
 * @param tlsCertOrNull a certificate chain (PEM), or null for plaintext
 * @param tlsKeyOrNull its private key (PEM), or null
 * @param clockMs the clock, milliseconds since the epoch
 * @param auth who may connect
 */
public record ServiceOptions(
        Path dir,
        InetSocketAddress listen,
        InetSocketAddress adminOrNull,
        String raftHost,
        int raftPort,
        String advertiseOrNull,
        Path tlsCertOrNull,
        Path tlsKeyOrNull,
        LongSupplier clockMs,
        Credentials auth) {
    /** Without passwords. */
    public ServiceOptions(
            Path dir,
            InetSocketAddress listen,
            InetSocketAddress adminOrNull,
            String raftHost,
            int raftPort,
            String advertiseOrNull,
            Path tlsCertOrNull,
            Path tlsKeyOrNull,
            LongSupplier clockMs) {
        this(
                dir,
                listen,
                adminOrNull,
                raftHost,
                raftPort,
                advertiseOrNull,
                tlsCertOrNull,
                tlsKeyOrNull,
                clockMs,
                Credentials.ANY_PASSWORD);
    }

    /** A service on loopback, on any free port, without an admin API. */
    public static ServiceOptions local(Path dir) {
        return new ServiceOptions(
                dir,
                new InetSocketAddress("127.0.0.1", 0),
                null,
                "localhost",
                28004,
                null,
                null,
                null,
                System::currentTimeMillis);
    }

    /** These options with other addresses. */
    public ServiceOptions at(InetSocketAddress clients, InetSocketAddress adminApiOrNull) {
        return new ServiceOptions(
                dir,
                clients,
                adminApiOrNull,
                raftHost,
                raftPort,
                advertiseOrNull,
                tlsCertOrNull,
                tlsKeyOrNull,
                clockMs,
                auth);
    }

    /** These options with TLS. */
    public ServiceOptions withTls(Path certificate, Path key) {
        return new ServiceOptions(
                dir, listen, adminOrNull, raftHost, raftPort, advertiseOrNull, certificate, key, clockMs, auth);
    }

    /** These options with an advertised client address. */
    public ServiceOptions advertising(String hostAndPort) {
        return new ServiceOptions(
                dir, listen, adminOrNull, raftHost, raftPort, hostAndPort, tlsCertOrNull, tlsKeyOrNull, clockMs, auth);
    }

    /** These options with users and passwords. */
    public ServiceOptions withAuth(Credentials credentials) {
        return new ServiceOptions(
                dir,
                listen,
                adminOrNull,
                raftHost,
                raftPort,
                advertiseOrNull,
                tlsCertOrNull,
                tlsKeyOrNull,
                clockMs,
                credentials);
    }
}
