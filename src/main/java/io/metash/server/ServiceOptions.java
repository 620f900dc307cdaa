package io.metash.server;

import io.metash.record.Endpoint;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Options of an embedded service.
 *
 * @param dir the data directory; created when missing
 * @param listen the address for clients; port 0 for any free one
 * @param adminOrNull the address of the admin API; port 0 for any free one; null for none
 * @param node the node in a new store
 * @param advertiseOrNull the advertised client address {@code host:port}, or null
 * @param tlsCertOrNull a certificate chain (PEM), or null for plaintext
 * @param tlsKeyOrNull its private key (PEM), or null
 * @param clockMs the clock in milliseconds since the epoch
 * @param auth the login rules
 */
public record ServiceOptions(
        Path dir,
        InetSocketAddress listen,
        InetSocketAddress adminOrNull,
        ServiceNode node,
        String advertiseOrNull,
        Path tlsCertOrNull,
        Path tlsKeyOrNull,
        LongSupplier clockMs,
        Credentials auth) {
    /** Creates options without passwords. */
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
                ServiceNode.unnamed(raftHost, raftPort),
                advertiseOrNull,
                tlsCertOrNull,
                tlsKeyOrNull,
                clockMs,
                Credentials.ANY_PASSWORD);
    }

    /** Creates options for loopback, with any free port and no admin API. */
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

    /** Returns these options with other addresses. */
    public ServiceOptions at(InetSocketAddress clients, InetSocketAddress adminApiOrNull) {
        return new ServiceOptions(
                dir, clients, adminApiOrNull, node, advertiseOrNull, tlsCertOrNull, tlsKeyOrNull, clockMs, auth);
    }

    /** Returns these options with TLS. */
    public ServiceOptions withTls(Path certificate, Path key) {
        return new ServiceOptions(dir, listen, adminOrNull, node, advertiseOrNull, certificate, key, clockMs, auth);
    }

    /** Returns these options with an advertised client address. */
    public ServiceOptions advertising(String hostAndPort) {
        return new ServiceOptions(
                dir, listen, adminOrNull, node, hostAndPort, tlsCertOrNull, tlsKeyOrNull, clockMs, auth);
    }

    /** Returns these options with users and passwords. */
    public ServiceOptions withAuth(Credentials credentials) {
        return new ServiceOptions(
                dir, listen, adminOrNull, node, advertiseOrNull, tlsCertOrNull, tlsKeyOrNull, clockMs, credentials);
    }

    /** Returns these options for a named node, which registers its addresses at each start. */
    public ServiceOptions as(long id, Endpoint raft) {
        return new ServiceOptions(
                dir,
                listen,
                adminOrNull,
                new ServiceNode(id, raft, true),
                advertiseOrNull,
                tlsCertOrNull,
                tlsKeyOrNull,
                clockMs,
                auth);
    }
}
