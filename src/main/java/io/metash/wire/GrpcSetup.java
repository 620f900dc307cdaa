package io.metash.wire;

import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Settings of gRPC that must be made before its first use. */
public final class GrpcSetup {
    /** A strong reference: an unreferenced logger loses its level. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    /** netty asks this property before it unpacks its native transport to a temporary file. */
    private static final String NO_NATIVE_TRANSPORT = "io.grpc.netty.shaded.io.netty.transport.noNative";

    private GrpcSetup() {}

    /**
     * Silences gRPC's own log, which warns of machines without a network interface and of clients that disconnect:
     * errors that concern the user are reported by the calls. Keeps netty from loading its native transport, which
     * gRPC's metrics of TCP would do at each start. Names the logging library to netty, which otherwise searches the
     * class path for others.
     */
    public static void apply() {
        System.setProperty(NO_NATIVE_TRANSPORT, "true");
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        GRPC.setLevel(Level.OFF);
    }
}
