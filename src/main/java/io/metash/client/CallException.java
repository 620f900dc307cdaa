package io.metash.client;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;

/** A call ended with an error. Whoever made it decides whether to try again; at last it becomes a failure for the user. */
final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Set<Status.Code> PASSING =
            Set.of(Status.Code.UNAUTHENTICATED, Status.Code.UNAVAILABLE, Status.Code.INTERNAL, Status.Code.CANCELLED);

    private final transient Address address;
    private final String what;
    private final transient Status status;
    private final String leaderOrNull;

    CallException(Address address, String what, Status status, String leaderOrNull) {
        super(status.toString(), status.getCause());
        this.address = address;
        this.what = what;
        this.status = status;
        this.leaderOrNull = leaderOrNull;
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

    /** An answer that will be the same the next time. */
    private boolean isFinal() {
        return what.equals("Handshake") && status.getCode() != Status.Code.UNAVAILABLE
                || status.getCode() == Status.Code.INTERNAL && description().startsWith("failed to decode");
    }

    /** Whether the request certainly was not carried out: a write may be sent again. */
    boolean certainlyNotDone() {
        return status.getCode() == Status.Code.UNAUTHENTICATED || isNotLeader() || neverConnected();
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
        return status.getDescription() == null ? "" : status.getDescription();
    }
}
