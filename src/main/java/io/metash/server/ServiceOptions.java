package io.metash.server;

import io.metash.record.Endpoint;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Options of an embedded service.
 *
 * @param dir the data directory; created when missing
 * @param listen the address for clients; port 0 for any free one
 * @param admin the address of the admin API; port 0 for any free one; null for none
 * @param node the node in a new store
 * @param advertise the advertised client address {@code host:port}, or null
 * @param tls the certificate, or null for plaintext
 * @param clockMs the clock in milliseconds since the epoch
 * @param auth the login rules
 */
public record ServiceOptions(
        Path dir,
        InetSocketAddress listen,
        @Nullable InetSocketAddress admin,
        ServiceNode node,
        @Nullable String advertise,
        @Nullable CertificateFiles tls,
        LongSupplier clockMs,
        Credentials auth) {
    /**
     * The files of a certificate.
     *
     * @param chain the certificate chain (PEM)
     * @param key its private key (PEM)
     */
    public record CertificateFiles(Path chain, Path key) {}

    /** Creates options without passwords. */
    public ServiceOptions(
            Path dir,
            InetSocketAddress listen,
            @Nullable InetSocketAddress admin,
            String raftHost,
            int raftPort,
            @Nullable String advertise,
            @Nullable CertificateFiles tls,
            LongSupplier clockMs) {
        this(
                dir,
                listen,
                admin,
                ServiceNode.unnamed(raftHost, raftPort),
                advertise,
                tls,
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
                System::currentTimeMillis);
    }

    /** Returns these options with other addresses. */
    public ServiceOptions at(InetSocketAddress clients, @Nullable InetSocketAddress adminApi) {
        return new ServiceOptions(dir, clients, adminApi, node, advertise, tls, clockMs, auth);
    }

    /** Returns these options with TLS. */
    public ServiceOptions withTls(Path certificate, Path key) {
        return new ServiceOptions(
                dir, listen, admin, node, advertise, new CertificateFiles(certificate, key), clockMs, auth);
    }

    /** Returns these options with an advertised client address. */
    public ServiceOptions withAdvertised(String hostAndPort) {
        return new ServiceOptions(dir, listen, admin, node, hostAndPort, tls, clockMs, auth);
    }

    /** Returns these options with users and passwords. */
    public ServiceOptions withAuth(Credentials credentials) {
        return new ServiceOptions(dir, listen, admin, node, advertise, tls, clockMs, credentials);
    }

    /** Returns these options for a named node, which registers its addresses at each start. */
    public ServiceOptions as(long id, Endpoint raft) {
        return new ServiceOptions(dir, listen, admin, new ServiceNode(id, raft, true), advertise, tls, clockMs, auth);
    }
}
