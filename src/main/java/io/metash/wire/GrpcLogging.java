package io.metash.wire;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Silences gRPC's own log, which warns of machines without a network interface and of clients that disconnect. Errors
 * that concern the user are reported by the calls.
 */
public final class GrpcLogging {
    /** A strong reference: an unreferenced logger loses its level. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private GrpcLogging() {}

    /** Turns the log off. Must be called before gRPC is used. */
    public static void please() {
        GRPC.setLevel(Level.OFF);
    }
}
