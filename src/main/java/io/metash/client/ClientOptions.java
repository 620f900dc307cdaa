package io.metash.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Options of a client's connections.
 *
 * @param user the user name
 * @param password the password; never printed
 * @param tls the TLS settings; null for plaintext
 * @param deadlineMs timeout of an answer, or of the next message of a stream, in milliseconds
 * @param connectMs timeout of a connection with its handshake in milliseconds
 */
public record ClientOptions(String user, String password, @Nullable Tls tls, long deadlineMs, long connectMs) {
    /** Options of metactl: {@code root}, an empty password, plaintext. */
    public static final ClientOptions STANDARD = new ClientOptions("root", "", null, 20_000, 10_000);

    /** Returns these options with another user. */
    public ClientOptions as(String name, String secret) {
        return new ClientOptions(name, secret, tls, deadlineMs, connectMs);
    }

    /** Returns these options with TLS. */
    public ClientOptions withTls(Tls tls) {
        return new ClientOptions(user, password, tls, deadlineMs, connectMs);
    }

    /** Returns these options with other timeouts in milliseconds. */
    public ClientOptions within(long answerMs, long connectionMs) {
        return new ClientOptions(user, password, tls, answerMs, connectionMs);
    }

    /** Same as the generated method, which is linked at run time: 20 ms in each start that compares two. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientOptions that
                && user.equals(that.user)
                && password.equals(that.password)
                && Objects.equals(tls, that.tls)
                && deadlineMs == that.deadlineMs
                && connectMs == that.connectMs;
    }

    @Override
    public int hashCode() {
        return 31 * user.hashCode() + password.hashCode();
    }

    @Override
    public String toString() {
        return "ClientOptions[user=" + user + ", tls=" + tls + "]";
    }
}
