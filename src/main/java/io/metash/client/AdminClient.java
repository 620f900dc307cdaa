package io.metash.client;

import io.metash.record.Failure;
import io.metash.record.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The admin API of a node over HTTP (meta-service-api 5). Every call is a GET without credentials. */
public final class AdminClient {
    private static final int MOST_BYTES = 64 << 20;

    private final Address address;
    private final int timeoutMs;

    /**
     * A client; it connects when it is asked something.
     *
     * @param timeoutMs how long an answer may take, milliseconds
     */
    public AdminClient(Address address, int timeoutMs) {
        this.address = address;
        this.timeoutMs = timeoutMs;
    }

    /** Begins a snapshot on the node; does not wait for it. */
    public void triggerSnapshot() {
        get("/v1/ctrl/trigger_snapshot");
    }

    /**
     * Begins to hand the leadership over.
     *
     * @param toOrNull the node that shall lead, or null for the next voter
     * @return the JSON answer with {@code from}, {@code to} and {@code voter_ids}
     */
    public String transferLeader(Long toOrNull) {
        return get("/v1/ctrl/trigger_transfer_leader"
                + (toOrNull == null ? "" : "?to=" + Long.toUnsignedString(toOrNull)));
    }

    /** The features that there are and those that are switched on, as JSON. */
    public String features() {
        return get("/v1/features/list");
    }

    /** Switches a feature; the answer is that of {@link #features}. */
    public String setFeature(String feature, boolean enable) {
        return get(
                "/v1/features/set?feature=" + URLEncoder.encode(feature, StandardCharsets.UTF_8) + "&enable=" + enable);
    }

    /** The metrics as text. */
    public String metrics() {
        return get("/v1/metrics");
    }

    /** Whether the node is well, as JSON. */
    public String health() {
        return get("/v1/health");
    }

    /** The cluster's status as JSON. */
    public String status() {
        return get("/v1/cluster/status");
    }

    private String get(String path) {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection)
                    URI.create("http://" + address + path).toURL().openConnection();
            connection.setConnectTimeout(timeoutMs);
            connection.setReadTimeout(timeoutMs);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String body = in == null ? "" : new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                if (status != 200) {
                    throw refused(status, body);
                }
                return body;
            }
        } catch (SocketTimeoutException silent) {
            throw Failure.of(Status.UNREACHABLE, "the admin API does not answer")
                    .at(address.toString())
                    .because("nothing within " + Messages.seconds(timeoutMs))
                    .causedBy(silent);
        } catch (IOException failed) {
            throw Failure.of(Status.UNREACHABLE, "cannot reach the admin API")
                    .at(address.toString())
                    .because(Failures.reason(failed))
                    .next("check that it listens there: its admin_api_address is 127.0.0.1:28002 by default")
                    .causedBy(failed);
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    private Failure refused(int status, String body) {
        return Failure.of(status == 404 ? Status.REFUSED : Status.UNREACHABLE, "the admin API says no")
                .at(address.toString())
                .because("status code: " + status + ", msg: " + body.strip().replace("\n", " "));
    }
}
