package io.metash.client;

import io.grpc.Status;
import io.metash.record.Failure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

/** Formats failed calls like metactl, since scripts compare its error texts. */
public final class ReferenceErrors {
    private static final String CHANNEL =
            "ConnectionError: while creating rpc channel source: databend_meta_runtime_api::ChannelError: ";
    private static final String TRANSPORT = "tonic::transport::error::Error: transport error; source: ";

    private ReferenceErrors() {}

    /** Returns the text for a call to the meta service. */
    public static String grpc(Failure failure) {
        if (!(failure.getCause() instanceof CallException call)) {
            if (failure.status() == io.metash.record.ExitStatus.USAGE && failure.where() == null) {
                return CHANNEL + "invalid address: " + failure.what();
            }
            return words(failure);
        }
        if (call.neverConnected()) {
            return CHANNEL + "cannot connect to http://" + call.address() + "/: " + TRANSPORT + connect(call.status());
        }
        if (call.inHandshake()) {
            return "HandshakeError with databend-meta: Connection Failure; cause: " + status(call);
        }
        return "ConnectionError: failed to send RPC to meta-service source: " + status(call);
    }

    private static String words(Failure failure) {
        if (failure.why() == null) {
            return failure.what();
        }
        return failure.what() + ": " + failure.why();
    }

    private static String status(CallException call) {
        return "tonic::status::Status: status: " + name(call.status().getCode()) + ", message: \"" + call.description()
                + "\", details: [], metadata: MetadataMap { headers: {} }";
    }

    /** Converts {@code UNAUTHENTICATED} to {@code Unauthenticated}. */
    private static String name(Status.Code code) {
        StringBuilder name = new StringBuilder();
        for (String part : code.name().split("_")) {
            name.append(part.charAt(0)).append(part.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name.toString();
    }

    private static String connect(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof NoRouteToHostException) {
                return tcp("No route to host (os error 113)");
            }
            if (cause instanceof UnknownHostException) {
                return dns();
            }
            if (cause instanceof ConnectException) {
                return tcp(system(String.valueOf(cause.getMessage())));
            }
        }
        if (status.getCause() == null) {
            return dns();
        }
        return CallErrors.reason(status.getCause());
    }

    private static String dns() {
        String text = "failed to lookup address information: Name or service not known";
        return "dns error: " + text + "; source: " + text;
    }

    private static String tcp(String error) {
        return "tcp connect error; source: tcp connect error; source: " + error;
    }

    /** The library has no code for these errors, only the system's message. */
    private static String system(String message) {
        if (message.contains("timed out")) {
            return "Connection timed out (os error 110)";
        }
        if (message.contains("unreachable")) {
            return "Network is unreachable (os error 101)";
        }
        return "Connection refused (os error 111)";
    }

    /** Returns the text for a call to the admin API. */
    public static String admin(Failure failure, String path) {
        if (failure.status() == io.metash.record.ExitStatus.USAGE) {
            return "builder error";
        }
        return "error sending request for url (http://" + failure.where() + path + ")";
    }
}
