package io.metash.client;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The network thread of all connections of this process. It starts with the first connection and ends with the last:
 * a thread blocked in a system call, like gRPC's shared threads, delays the exit of the JVM by about 300 ms. Uses
 * Java's selector, because the native one would be unpacked at every start.
 */
final class ClientEventLoop {
    private static final long LONGEST_END_MS = 200;

    private static @Nullable EventLoopGroup group;
    private static int users;

    private ClientEventLoop() {}

    /** Returns the event loop for a connection, which calls {@link #release} when it is closed. */
    static synchronized EventLoopGroup acquire() {
        users++;
        EventLoopGroup shared = group;
        if (shared == null) {
            shared = new NioEventLoopGroup(1, new DefaultThreadFactory("metash-client", true));
            group = shared;
        }
        return shared;
    }

    /** Ends the event loop after its last connection; waits for its thread for at most 200 ms. */
    static void release() {
        EventLoopGroup unused;
        synchronized (ClientEventLoop.class) {
            if (--users > 0) {
                return;
            }
            unused = group;
            group = null;
        }
        if (unused != null) {
            unused.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(LONGEST_END_MS);
        }
    }
}
