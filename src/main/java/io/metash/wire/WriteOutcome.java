package io.metash.wire;

import io.grpc.Metadata;

/**
 * Whether a failed write was carried out, as reported by a metash service. Databend's servers do not send it and its
 * clients ignore it.
 */
public final class WriteOutcome {
    /** {@code true} or {@code false}, in the trailers. */
    public static final Metadata.Key<String> CARRIED_OUT =
            Metadata.Key.of("x-metash-carried-out", Metadata.ASCII_STRING_MARSHALLER);

    private WriteOutcome() {}
}
