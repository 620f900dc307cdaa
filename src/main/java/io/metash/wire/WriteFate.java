package io.metash.wire;

import io.grpc.Metadata;

/**
 * What a metash service says on a write that failed: whether it was carried out. Servers of others do not say it, and clients of
 * others do not read it.
 */
public final class WriteFate {
    /** {@code true} or {@code false}, among the trailers. */
    public static final Metadata.Key<String> CARRIED_OUT =
            Metadata.Key.of("x-metash-carried-out", Metadata.ASCII_STRING_MARSHALLER);

    private WriteFate() {}
}
