package io.metash.wire;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps gRPC's own log from the terminal: it warns of a machine without a network card, and of clients that go away. What
 * concerns the user is told by how calls end.
 */
public final class GrpcLogging {
    /** Held on to: a logger that nobody knows forgets its level. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private GrpcLogging() {}

    /** Switches it off; to be called before gRPC is used. */
    public static void please() {
        GRPC.setLevel(Level.OFF);
    }
}
