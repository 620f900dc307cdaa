package io.metash.server;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The network threads of the services in this process. They start with the first service and end with the last:
 * gRPC's shared threads would delay the exit of the JVM by about 300 ms.
 */
final class ServerEventLoop {
    private static final long LONGEST_END_MS = 200;

    private static @Nullable EventLoopGroup group;
    private static int users;

    private ServerEventLoop() {}

    /** Provides the threads to a service, which calls {@link #release} when it has ended. */
    static synchronized void acquire(NettyServerBuilder builder) {
        if (users++ == 0) {
            group = new NioEventLoopGroup(
                    Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("metash-server", true));
        }
        builder.bossEventLoopGroup(group).workerEventLoopGroup(group).channelType(NioServerSocketChannel.class);
    }

    /** Ends the threads after the last service; waits for them for at most 200 ms. */
    static void release() {
        EventLoopGroup unused;
        synchronized (ServerEventLoop.class) {
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
