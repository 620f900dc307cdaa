package io.metash.client;

/**
 * How a client speaks to a service.
 *
 * @param user who it says it is
 * @param password what goes with it; never printed
 * @param tlsOrNull how the endpoint proves who it is; null for plaintext
 * @param deadlineMs how long one answer, or the next message of a stream, may take, milliseconds
 * @param connectMs how long a connection with its handshake may take, milliseconds
 */
public record ClientOptions(String user, String password, Tls tlsOrNull, long deadlineMs, long connectMs) {
    /** What metactl uses: {@code root}, an empty password, plaintext. */
    public static final ClientOptions STANDARD = new ClientOptions("root", "", null, 20_000, 10_000);

    /** These options with another user. */
    public ClientOptions as(String name, String secret) {
        return new ClientOptions(name, secret, tlsOrNull, deadlineMs, connectMs);
    }

    /** These options with TLS. */
    public ClientOptions withTls(Tls tls) {
        return new ClientOptions(user, password, tls, deadlineMs, connectMs);
    }

    /** These options with other timeouts, milliseconds. */
    public ClientOptions within(long answerMs, long connectionMs) {
        return new ClientOptions(user, password, tlsOrNull, answerMs, connectionMs);
    }

    @Override
    public String toString() {
        return "ClientOptions[user=" + user + ", tls=" + tlsOrNull + "]";
    }
}
