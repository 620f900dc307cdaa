package io.metash.client;

import io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Why TLS with a service fails, and what to do. */
enum TlsFault {
    /** The service answers without TLS. */
    NO_TLS("omit --tls: the service does not use TLS"),
    /** The certificate is for another name. */
    NAME("--tls-domain NAME, with the name in its certificate"),
    /** The certificate is not valid yet, or not any longer. */
    VALIDITY("give the service a valid certificate, and check the clock of this machine"),
    /** No trusted certificate signed it. */
    TRUST("--tls-ca FILE, with the certificates to trust");

    private final String next;

    TlsFault(String next) {
        this.next = next;
    }

    /** Classifies a failure by the exceptions in its chain of causes. */
    static TlsFault of(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSslRecordException) {
                return NO_TLS;
            }
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return VALIDITY;
            }
            if (isOtherName(String.valueOf(cause.getMessage()))) {
                return NAME;
            }
        }
        return TRUST;
    }

    /** Java has no exception of its own for another name. */
    private static boolean isOtherName(String message) {
        return message.contains("subject alternative") || message.contains("No name matching");
    }

    /** The reason for the user; {@code message} is that of the innermost exception. */
    String why(String message) {
        return switch (this) {
            case NO_TLS -> "not an SSL/TLS record";
            case TRUST -> "its certificate is not trusted: " + message;
            default -> message;
        };
    }

    /** The next step for the user. */
    String next() {
        return next;
    }
}
