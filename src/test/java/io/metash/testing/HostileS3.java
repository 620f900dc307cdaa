package io.metash.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An S3 server with an empty bucket that answers some requests as a test demands. */
public final class HostileS3 implements AutoCloseable {
    private static final String EMPTY =
            "<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "hostile-s3");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Answer answer = request -> false;

    /** The requests so far: method and path. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** Answers a request differently from a correct server. */
    @FunctionalInterface
    public interface Answer {
        /** Whether the request was answered. */
        boolean to(Request request) throws IOException;
    }

    /** A request; the bucket is the first part of its path. */
    public final class Request {
        private final HttpExchange exchange;

        private Request(HttpExchange exchange) {
            this.exchange = exchange;
        }

        /** Whether it has this method and its path this suffix. */
        public boolean is(String method, String ending) {
            return exchange.getRequestMethod().equals(method)
                    && exchange.getRequestURI().getPath().endsWith(ending);
        }

        /** Answers with an S3 error. */
        public boolean error(int status, String code, String message) throws IOException {
            return send(
                    status,
                    "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + message
                            + "</Message></Error>");
        }

        private boolean send(int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean none = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
            if (!none) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(bytes);
                }
            }
            exchange.close();
            return true;
        }

        /** Promises a body, sends less, and closes the connection. */
        public boolean cut() throws IOException {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write(new byte[100]);
            exchange.getResponseBody().flush();
            exchange.close();
            return true;
        }

        /** Never answers. */
        public boolean silence() {
            try {
                end.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return true;
        }
    }

    /** Starts one on loopback. */
    public HostileS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(exchange);
        String method = exchange.getRequestMethod();
        asked.add(method + " " + exchange.getRequestURI().getPath());
        if (answer.to(request)) {
            return;
        }
        switch (method) {
            case "GET" -> request.send(200, EMPTY);
            case "HEAD" -> request.send(404, "");
            case "DELETE" -> request.send(204, "");
            default -> request.send(200, "");
        }
    }

    /** The behaviour from now on. */
    public void answering(Answer other) {
        answer = other;
    }

    /** The address. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
