package io.metash.client;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Thrown when a call fails. The caller decides about retries and converts the last exception to a failure. */
final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** Name of a connection's first call. */
    static final String HANDSHAKE = "Handshake";

    private static final Set<Status.Code> PASSING =
            Set.of(Status.Code.UNAUTHENTICATED, Status.Code.UNAVAILABLE, Status.Code.INTERNAL, Status.Code.CANCELLED);

    private static final String HTTP = "HTTP status code";

    /** Starts of the descriptions of the gRPC library for answers that it cannot read. */
    private static final List<String> INVALID = List.of(
            "Can't decode compressed gRPC message",
            "Can't find decompressor",
            "Encountered end-of-stream mid-frame",
            "Failed to read message",
            HTTP,
            "Missing HTTP status code",
            "gRPC frame header malformed",
            "gRPC message exceeds maximum size " + Connection.MAX_MESSAGE_BYTES + ": -",
            "missing GRPC status in response");

    private final transient Address address;
    private final String what;
    private final transient Status status;
    private final @Nullable String leader;
    private final transient Optional<Boolean> carriedOut;

    CallException(Address address, String what, Status status, @Nullable String leader) {
        this(address, what, status, leader, Optional.empty());
    }

    CallException(Address address, String what, Status status, @Nullable String leader, Optional<Boolean> carriedOut) {
        super(status.toString(), status.getCause());
        this.address = address;
        this.what = what;
        this.status = status;
        this.leader = leader;
        this.carriedOut = carriedOut;
    }

    Address address() {
        return address;
    }

    String what() {
        return what;
    }

    Status status() {
        return status;
    }

    /** The leader's address from the answer, or null. */
    @Nullable
    String leader() {
        return leader;
    }

    /** Whether a retry may succeed: read-only calls are retried. */
    boolean mayPass() {
        return PASSING.contains(status.getCode()) && !isFinal();
    }

    /** Whether an answer was no message of gRPC, as this client found. */
    boolean isInvalidAnswer() {
        return INVALID.stream().anyMatch(description()::startsWith);
    }

    /** Whether the answer is that of a web server. */
    boolean isHttp() {
        return description().startsWith(HTTP);
    }

    /** Whether the peer ended the call or its connection with an HTTP/2 error. */
    boolean isConnectionEnded() {
        return description().contains("HTTP/2 error code: ");
    }

    /** Whether the handshake failed. */
    boolean inHandshake() {
        return what.equals(HANDSHAKE);
    }

    /** Whether a retry would get the same answer. */
    private boolean isFinal() {
        return outOfMemory()
                || inHandshake() && status.getCode() != Status.Code.UNAVAILABLE
                || status.getCode() == Status.Code.INTERNAL && description().startsWith("failed to decode");
    }

    /** Whether this process ran out of memory. */
    boolean outOfMemory() {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    /** Whether the service reported that the write was carried out; empty without a report. */
    Optional<Boolean> carriedOut() {
        return carriedOut;
    }

    /** Whether the request certainly was not carried out, so that a write may be resent. */
    boolean certainlyNotDone() {
        return carriedOut.equals(Optional.of(false))
                || status.getCode() == Status.Code.UNAUTHENTICATED
                || isNotLeader()
                || neverConnected();
    }

    /** Whether the node refused because it is not the leader. */
    boolean isNotLeader() {
        return status.getCode() == Status.Code.UNAVAILABLE && description().equals("not leader");
    }

    /** Whether no connection was established. */
    boolean neverConnected() {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    String description() {
        if (status.getDescription() == null) {
            return "";
        }
        return status.getDescription();
    }
}
