package io.metash.client;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Thrown when a call fails. The caller decides about retries; finally it is converted to a failure. */
final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** The name of the first call of a connection. */
    static final String HANDSHAKE = "Handshake";

    private static final Set<Status.Code> PASSING =
            Set.of(Status.Code.UNAUTHENTICATED, Status.Code.UNAVAILABLE, Status.Code.INTERNAL, Status.Code.CANCELLED);

    private final transient Address address;
    private final String what;
    private final transient Status status;
    private final String leaderOrNull;
    private final transient Optional<Boolean> carriedOut;

    CallException(Address address, String what, Status status, String leaderOrNull) {
        this(address, what, status, leaderOrNull, Optional.empty());
    }

    CallException(Address address, String what, Status status, String leaderOrNull, Optional<Boolean> carriedOut) {
        super(status.toString(), status.getCause());
        this.address = address;
        this.what = what;
        this.status = status;
        this.leaderOrNull = leaderOrNull;
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

    /** The leader's address that came with it, or null. */
    String leaderOrNull() {
        return leaderOrNull;
    }

    /** Whether another try may fare better: a call that only reads is tried again. */
    boolean mayPass() {
        return PASSING.contains(status.getCode()) && !isFinal();
    }

    /** Whether it is the first call of a connection that failed. */
    boolean inHandshake() {
        return what.equals(HANDSHAKE);
    }

    /** An answer that will be the same the next time. */
    private boolean isFinal() {
        return outOfMemory()
                || inHandshake() && status.getCode() != Status.Code.UNAVAILABLE
                || status.getCode() == Status.Code.INTERNAL && description().startsWith("failed to decode");
    }

    /** Whether it was this process whose memory did not suffice. */
    boolean outOfMemory() {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    /** Whether the service reported that the write was carried out; empty when it did not report it. */
    Optional<Boolean> carriedOut() {
        return carriedOut;
    }

    /** Whether the request certainly was not carried out: a write may be sent again. */
    boolean certainlyNotDone() {
        return carriedOut.equals(Optional.of(false))
                || status.getCode() == Status.Code.UNAUTHENTICATED
                || isNotLeader()
                || neverConnected();
    }

    /** Whether the node refused because it does not lead. */
    boolean isNotLeader() {
        return status.getCode() == Status.Code.UNAVAILABLE && description().equals("not leader");
    }

    /** Whether no connection came about. */
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
