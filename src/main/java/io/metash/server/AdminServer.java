package io.metash.server;

import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObjectAggregator;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import io.grpc.netty.shaded.io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP server of the admin API. A connection without a complete request occupies no thread, is closed after some
 * seconds, and is dropped for newer ones when there are many: thousands of half-open connections do not block it.
 */
final class AdminServer implements Closeable {
    private static final int MAX_CONNECTIONS = 500;
    private static final int MAX_REQUEST_BYTES = 64 << 10;
    private static final int READ_SECONDS = 10;

    /** An HTTP answer: status, content type and text. */
    record Answer(int status, String type, String text) {}

    /** Answers requests; may block. */
    interface Handler {
        /** Returns the answer to a request. */
        Answer answer(String method, String uri);
    }

    private final Handler handler;
    private final NioEventLoopGroup loop =
            new NioEventLoopGroup(1, (ThreadFactory) work -> daemon(work, "metash-service-admin"));
    private final ExecutorService threads =
            Executors.newFixedThreadPool(2, work -> daemon(work, "metash-service-admin-answer"));
    /** Connections without a request so far, oldest first; confined to the event loop. */
    private final Set<Channel> idle = new LinkedHashSet<>();

    private final Channel listening;

    private AdminServer(InetSocketAddress at, Handler handler) throws IOException {
        this.handler = handler;
        this.listening = listen(at);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Listens on an address.
     *
     * @throws IOException when the address is in use
     */
    static AdminServer start(InetSocketAddress at, Handler handler) throws IOException {
        return new AdminServer(at, handler);
    }

    private Channel listen(InetSocketAddress at) throws IOException {
        try {
            return new ServerBootstrap()
                    .group(loop)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            accept(channel);
                        }
                    })
                    .bind(at)
                    .sync()
                    .channel();
        } catch (InterruptedException stop) {
            stop();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        } catch (Exception failed) {
            stop();
            // Netty throws undeclared checked exceptions.
            if (failed instanceof IOException io) {
                throw io;
            }
            throw new IOException(failed);
        }
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private void accept(Channel channel) {
        idle.add(channel);
        if (idle.size() > MAX_CONNECTIONS) {
            Iterator<Channel> oldest = idle.iterator();
            Channel first = oldest.next();
            oldest.remove();
            first.close();
        }
        channel.closeFuture().addListener(closed -> idle.remove(channel));
        channel.pipeline()
                .addLast(new ReadTimeoutHandler(READ_SECONDS, TimeUnit.SECONDS))
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                .addLast(new Requests());
    }

    /** Handles the requests of one connection, each on its own thread. */
    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        /** Completes when the previous answer is sent: answers keep the order of their requests. */
        private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            idle.remove(context.channel());
            String method = request.method().name();
            String uri = request.uri();
            boolean keep =
                    HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
            boolean readable = request.decoderResult().isSuccess();
            before = before.thenRunAsync(
                    () -> {
                        Answer answer;
                        if (readable) {
                            answer = handler.answer(method, uri);
                        } else {
                            answer = new Answer(400, "text/plain; charset=utf-8", "not a request");
                        }
                        send(context, answer, keep);
                    },
                    threads);
        }

        private void send(ChannelHandlerContext context, Answer answer, boolean keep) {
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(answer.status()),
                    Unpooled.copiedBuffer(answer.text(), StandardCharsets.UTF_8));
            response.headers().set("content-type", answer.type());
            response.headers().setInt("content-length", response.content().readableBytes());
            HttpUtil.setKeepAlive(response, keep);
            var written = context.writeAndFlush(response);
            if (!keep) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failed) {
            // A silent, closed or non-HTTP connection has no client to report to.
            context.close();
        }
    }

    @Override
    public void close() {
        listening.close();
        stop();
    }

    private void stop() {
        threads.shutdown();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
