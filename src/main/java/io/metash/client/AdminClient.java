package io.metash.client;

import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client of a node's admin API over HTTP (meta-service-api §5). Every call is a GET without credentials. */
public final class AdminClient {
    private static final int MAX_BYTES = 64 << 20;
    private static final long POLL_MS = 50;

    private final Address address;
    private final int timeoutMs;
    private final Supplier<Cancel> cancel;

    /**
     * Creates a client; it connects on the first request.
     *
     * @param timeoutMs timeout of each request in milliseconds
     * @param cancel supplies the cancellation token of the running command
     */
    public AdminClient(Address address, int timeoutMs, Supplier<Cancel> cancel) {
        this.address = address;
        this.timeoutMs = timeoutMs;
        this.cancel = cancel;
    }

    /** The node's admin address. */
    public Address address() {
        return address;
    }

    /** Starts a snapshot on the node without waiting for it. */
    public void triggerSnapshot() {
        get("/v1/ctrl/trigger_snapshot");
    }

    /**
     * Starts a leadership transfer.
     *
     * @param to the new leader, or null for the next voter
     * @return the JSON answer with {@code from}, {@code to} and {@code voter_ids}
     */
    public String transferLeader(@Nullable Long to) {
        return get("/v1/ctrl/trigger_transfer_leader" + (to == null ? "" : "?to=" + U64.text(to)));
    }

    /** Returns the available and the enabled features as JSON. */
    public String features() {
        return get("/v1/features/list");
    }

    /** Enables or disables a feature; the answer is that of {@link #features}. */
    public String setFeature(String feature, boolean enable) {
        Answer answer = ask(
                "/v1/features/set?feature=" + URLEncoder.encode(feature, StandardCharsets.UTF_8) + "&enable=" + enable);
        if (answer.status() == HttpURLConnection.HTTP_BAD_REQUEST) {
            // The answer to an unknown name (meta-service-api §5).
            throw refused(answer).next("features lists the names that the service knows");
        }
        return body(answer);
    }

    /** Returns the metrics as text. */
    public String metrics() {
        return get("/v1/metrics");
    }

    /** Returns the node's health as JSON. */
    public String health() {
        return get("/v1/health");
    }

    /**
     * An HTTP answer of a node.
     *
     * @param status the HTTP status
     * @param reason the reason phrase, possibly empty
     * @param body the text
     */
    public record Answer(int status, String reason, String body) {
        /** Whether the request succeeded. */
        public boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The status code and reason phrase. */
        public String statusLine() {
            if (reason.isEmpty()) {
                return Integer.toString(status);
            }
            return status + " " + reason;
        }
    }

    private String get(String path) {
        return body(ask(path));
    }

    private String body(Answer answer) {
        if (answer.status() != HttpURLConnection.HTTP_OK) {
            throw refused(answer);
        }
        return answer.body();
    }

    /**
     * Sends a GET on its own thread, so that neither a silent nor a slow node exceeds the timeout.
     *
     * @param path the path with its query
     * @throws Failure when there is no answer; an answer of any status is returned
     */
    public Answer ask(String path) {
        HttpURLConnection connection = open(path);
        FutureTask<Answer> answer = new FutureTask<>(() -> answer(connection));
        Thread asking = new Thread(answer, "metash-admin");
        asking.setDaemon(true);
        asking.start();
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try {
            while (true) {
                try {
                    return answer.get(POLL_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    cancel.get().check();
                    if (System.nanoTime() - endNs >= 0) {
                        throw silent(e);
                    }
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof Failure failure) {
                throw failure;
            }
            if (cause == null) {
                cause = failed;
            }
            throw unreachable(cause);
        } finally {
            asking.interrupt();
            connection.disconnect();
        }
    }

    private HttpURLConnection open(String path) {
        try {
            // Avoids URI, which rejects names that resolvers accept.
            HttpURLConnection connection = (HttpURLConnection)
                    new URL("http", address.host(), address.port(), path).openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(timeoutMs);
            connection.setReadTimeout(timeoutMs);
            connection.setInstanceFollowRedirects(false);
            return connection;
        } catch (IOException | IllegalArgumentException bad) {
            throw unreachable(bad);
        }
    }

    private Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes;
            if (in == null) {
                bytes = new byte[0];
            } else {
                bytes = read(in, connection.getContentLengthLong());
            }
            if (bytes.length > MAX_BYTES) {
                throw Failure.of(ExitStatus.IO, "the answer of the admin API is larger than 64 MiB")
                        .at(address.toString())
                        .because("It is not printed, because a truncated answer would look complete.")
                        .next("send the request with another program: curl http://" + address
                                + connection.getURL().getFile());
            }
            long announced = connection.getContentLengthLong();
            if (in != null && announced > bytes.length) {
                throw Failure.of(ExitStatus.UNREACHABLE, "the answer of the admin API was cut off")
                        .at(address.toString())
                        .because("it ended after " + bytes.length + " of " + announced + " bytes")
                        .next("run the same command again");
            }
            String body = new String(bytes, StandardCharsets.UTF_8);
            return new Answer(status, Objects.requireNonNullElse(connection.getResponseMessage(), ""), body);
        }
    }

    /** Reads up to one byte more than the limit. Newer Java releases throw where the text ends too early. */
    private static byte[] read(InputStream in, long announced) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] block = new byte[8192];
        try {
            int count = in.read(block);
            while (count >= 0 && text.size() <= MAX_BYTES) {
                text.write(block, 0, Math.min(count, MAX_BYTES + 1 - text.size()));
                count = in.read(block);
            }
        } catch (SocketException | InterruptedIOException failed) {
            throw failed;
        } catch (IOException failed) {
            if (text.size() >= announced) {
                throw failed;
            }
        }
        return text.toByteArray();
    }

    private Failure silent(Throwable cause) {
        return Failure.of(ExitStatus.UNREACHABLE, "the admin API does not answer")
                .at(address.toString())
                .because("nothing within " + ResponseStream.seconds(timeoutMs))
                .causedBy(cause);
    }

    private Failure unreachable(Throwable cause) {
        if (cause instanceof SocketTimeoutException) {
            return silent(cause);
        }
        return Failure.of(ExitStatus.UNREACHABLE, "cannot reach the admin API")
                .at(address.toString())
                .because(CallErrors.reason(cause))
                .next("check that it listens there: its admin_api_address is 127.0.0.1:28002 by default")
                .causedBy(cause);
    }

    private Failure refused(Answer answer) {
        int status = answer.status();
        return Failure.of(
                        status == HttpURLConnection.HTTP_NOT_FOUND ? ExitStatus.REFUSED : ExitStatus.UNREACHABLE,
                        "the admin API refused the request")
                .at(address.toString())
                .because("status code: " + status + ", msg: "
                        + answer.body().strip().replace("\n", " "));
    }
}
