package io.metash.client;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The network thread of all connections of this process. It starts with the first connection and ends with the last:
 * a thread blocked in a system call, like gRPC's shared threads, delays the exit of the JVM by about 300 ms. Uses
 * Java's selector, because the native one would be unpacked at every start.
 */
final class ClientEventLoop {
    private static final long LONGEST_END_MS = 200;

    private static EventLoopGroup group;
    private static int users;

    private ClientEventLoop() {}

    /** Returns the event loop for a connection, which calls {@link #release} when it is closed. */
    static synchronized EventLoopGroup acquire() {
        if (users++ == 0) {
            group = new NioEventLoopGroup(1, new DefaultThreadFactory("metash-client", true));
        }
        return group;
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
        unused.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(LONGEST_END_MS);
    }
}
