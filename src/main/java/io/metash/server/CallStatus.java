package io.metash.server;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.metash.wire.WriteOutcome;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** Converts failures of calls to the gRPC statuses that clients understand. */
final class CallStatus {
    private CallStatus() {}

    /** The status that reports a failure to the client. */
    static StatusRuntimeException of(Throwable failed) {
        Throwable cause = failed;
        if (failed instanceof ExecutionException && failed.getCause() != null) {
            cause = failed.getCause();
        }
        if (cause instanceof StatusRuntimeException status) {
            return status;
        }
        if (cause instanceof MemoryExhausted exhausted) {
            return notCarriedOut(CallMemory.exhausted("the values that it reads", exhausted.bytes()));
        }
        if (cause instanceof OutOfMemoryError) {
            return CallMemory.exhausted("the call", 0).asRuntimeException();
        }
        if (cause instanceof IllegalStateException || cause instanceof IOException) {
            return Status.UNAVAILABLE
                    .withDescription("MetaNodeStopped; " + cause.getMessage())
                    .withCause(cause)
                    .asRuntimeException();
        }
        return Status.INTERNAL
                .withDescription(String.valueOf(cause.getMessage()))
                .withCause(cause)
                .asRuntimeException();
    }

    private static StatusRuntimeException notCarriedOut(Status status) {
        Metadata trailers = new Metadata();
        trailers.put(WriteOutcome.CARRIED_OUT, "false");
        return status.asRuntimeException(trailers);
    }

    /** The status for a request that the service does not accept. */
    static StatusRuntimeException invalid(String message) {
        return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
    }
}
