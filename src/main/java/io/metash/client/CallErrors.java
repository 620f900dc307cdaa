package io.metash.client;

import io.grpc.Status;
import io.metash.record.Failure;
import io.metash.record.Heap;
import io.metash.wire.Versions;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Renders failed calls as failures for the user. */
final class CallErrors {
    private CallErrors() {}

    static Failure version(Address address, String why) {
        return Failure.of(io.metash.record.ExitStatus.VERSION, "the meta service is too old for this metash")
                .at(address.toString())
                .because(why)
                .next("export it with the tool of its own release, then: metash import --raft-dir DIR --db FILE");
    }

    static Failure tooOld(Address address, String forWhat, long since, long is) {
        return Failure.of(io.metash.record.ExitStatus.VERSION, "the meta service is too old for " + forWhat)
                .at(address.toString())
                .because("It requires version " + Versions.text(since) + ", this is " + Versions.text(is) + ".");
    }

    static CallException of(Address address, String what, Status status) {
        return new CallException(address, what, status, null);
    }

    /** Returns the message of the innermost cause. */
    static String reason(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause.getMessage() == null) {
            return cause.getClass().getSimpleName();
        }
        return cause.getMessage();
    }

    /** Renders a failed call. */
    static Failure render(CallException failed) {
        if (failed.inHandshake() && usesOtherProtocol(failed)) {
            return failure(
                            io.metash.record.ExitStatus.UNREACHABLE,
                            "this is not the client port of a meta service",
                            failed)
                    .because("The listener does not speak gRPC, or requires TLS: it may be the admin API (28002 by"
                            + " default); clients connect to the gRPC port (9191 by default).")
                    .next("connect HOST:9191, or add --tls");
        }
        if (failed.outOfMemory()) {
            return memory(failed);
        }
        if (failed.isInvalidAnswer()) {
            String why = firstLine(failed);
            if (failed.isHttp()) {
                // The second line is about the content type.
                why = failed.description().lines().limit(2).collect(Collectors.joining(", "));
            }
            return failure(io.metash.record.ExitStatus.UNREACHABLE, "the answer is not valid gRPC", failed)
                    .because(why)
                    .next("check that a meta service listens there, and that no proxy in between changes its answers");
        }
        if (failed.isConnectionEnded()) {
            return failure(io.metash.record.ExitStatus.UNREACHABLE, "the meta service ended the call", failed)
                    .because(firstLine(failed))
                    .next("try again; if it fails again, check the log of the service, and any proxy in between");
        }
        return switch (failed.status().getCode()) {
            case UNAVAILABLE, CANCELLED -> unreachable(failed);
            case DEADLINE_EXCEEDED ->
                failure(io.metash.record.ExitStatus.UNREACHABLE, "the meta service does not answer", failed)
                        .because(failed.description()
                                + ". The node may still be running: a leader that lost its quorum answers no requests.")
                        .next("metash status --grpc-api-address ADDRESS of another node");
            case UNAUTHENTICATED ->
                failure(io.metash.record.ExitStatus.UNREACHABLE, "the meta service denies access", failed)
                        .because(failed.description())
                        .next("check --user and --password-file");
            case UNIMPLEMENTED ->
                failed.inHandshake()
                        ? failure(
                                        io.metash.record.ExitStatus.UNREACHABLE,
                                        "this is not the client port of a meta service",
                                        failed)
                                .because("The listener speaks gRPC but has no handshake: it may be the raft port (28004"
                                        + " by default); clients connect to the gRPC port (9191 by default).")
                                .next("connect HOST:9191")
                        : failure(
                                        io.metash.record.ExitStatus.VERSION,
                                        "the meta service does not know the call " + failed.what(),
                                        failed)
                                .because("Its release differs from those that this metash supports.");
            case INVALID_ARGUMENT ->
                failed.inHandshake()
                        ? failure(
                                        io.metash.record.ExitStatus.VERSION,
                                        "the meta service is too new for this metash",
                                        failed)
                                .because(failed.description())
                        : failure(io.metash.record.ExitStatus.USAGE, "the meta service rejects the request", failed)
                                .because(failed.description());
            case OUT_OF_RANGE ->
                failure(io.metash.record.ExitStatus.IO, "a message is larger than 32 MiB", failed)
                        .because(failed.description());
            case RESOURCE_EXHAUSTED -> exhausted(failed);
            default ->
                failure(io.metash.record.ExitStatus.UNREACHABLE, "the meta service reports an error", failed)
                        .because(failed.status().getCode() + ": " + failed.description());
        };
    }

    /** Renders a lack of memory in this process, which is not retried: another try needs as much. */
    private static Failure memory(CallException failed) {
        return Failure.of(io.metash.record.ExitStatus.IO, "not enough memory")
                .because("the heap of metash has " + Heap.mib() + " MiB")
                .next(Heap.advice(0))
                .causedBy(failed);
    }

    private static Failure exhausted(CallException failed) {
        if (failed.carriedOut().isEmpty()) {
            return failure(io.metash.record.ExitStatus.IO, "a message is larger than its receiver allows", failed)
                    .because(failed.description())
                    .next(Heap.advice(0) + ", or request less at a time");
        }
        return failure(io.metash.record.ExitStatus.IO, "the meta service does not have enough memory for this", failed)
                .because(failed.description());
    }

    /** Whether the peer does not speak HTTP/2, like a web server or a server that expects TLS. */
    private static boolean usesOtherProtocol(CallException failed) {
        String text = failed.description();
        return text.contains("http2 exception")
                || failed.isHttp()
                || text.contains("Received unexpected") && text.contains("header");
    }

    /** The first line of a description with its cause. Later lines are internals of the library. */
    private static String firstLine(CallException failed) {
        String why = failed.description().lines().findFirst().orElse("");
        if (failed.status().getCause() != null) {
            why = (why.isEmpty() || why.equals("io exception") ? "" : why + ": ")
                    + reason(failed.status().getCause());
        }
        return why;
    }

    private static Failure unreachable(CallException failed) {
        if (failed.isNotLeader()) {
            return failure(io.metash.record.ExitStatus.UNREACHABLE, "no leader can be reached", failed)
                    .because("The node that answers is not the leader"
                            + (failed.leader() == null
                                    ? " and knows no leader."
                                    : "; it names " + failed.leader() + "."))
                    .next("connect to several nodes: connect HOST:PORT,HOST:PORT");
        }
        if (isTls(failed.status().getCause())) {
            return tls(failed);
        }
        String why = firstLine(failed).replace("finishConnect(..) failed: ", "");
        if (failed.inHandshake()
                && (why.equals("Network closed for unknown reason") || why.equals("Connection reset"))) {
            return failure(io.metash.record.ExitStatus.UNREACHABLE, "the meta service closed the connection", failed)
                    .because("It closed the connection before the handshake, as a service that requires TLS does.")
                    .next("add --tls, or --tls-ca FILE");
        }
        return failure(
                        io.metash.record.ExitStatus.UNREACHABLE,
                        failed.neverConnected()
                                ? "cannot reach the meta service"
                                : "the connection to the meta service broke",
                        failed)
                .because(why)
                .next("check that it runs and listens there: its grpc_api_address is 127.0.0.1:9191 by default");
    }

    /** Whether TLS failed. */
    static boolean isTls(@Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private static Failure tls(CallException failed) {
        Throwable cause = Objects.requireNonNull(failed.status().getCause());
        TlsFault fault = TlsFault.of(cause);
        return failure(io.metash.record.ExitStatus.UNREACHABLE, "TLS with the meta service fails", failed)
                .because(fault.why(reason(cause)))
                .next(fault.next());
    }

    private static Failure failure(io.metash.record.ExitStatus status, String what, CallException failed) {
        return Failure.of(status, what).at(failed.address().toString()).causedBy(failed);
    }

    /** Renders the failure of a write that may have been carried out. */
    static Failure unknownOutcome(CallException failed) {
        Failure failure = render(failed);
        if (failed.status().getCode() == Status.Code.OUT_OF_RANGE
                && failed.description().contains("encoded message length")) {
            return Failure.of(
                            io.metash.record.ExitStatus.IO,
                            "the write was applied, but its answer is too large to be sent")
                    .at(failed.address().toString())
                    .because(failed.description())
                    .causedBy(failed);
        }
        if (failed.carriedOut().equals(Optional.of(true))) {
            return Failure.of(failure.status(), "the write was applied, but its answer cannot be sent")
                    .at(failed.address().toString())
                    .because(failed.description())
                    .causedBy(failed);
        }
        boolean refused =
                switch (failed.status().getCode()) {
                    case INVALID_ARGUMENT, UNAUTHENTICATED, UNIMPLEMENTED -> true;
                    case OUT_OF_RANGE -> failed.description().contains("decoded message length");
                    default -> failed.certainlyNotDone();
                };
        if (refused) {
            return failure;
        }
        return unknownOutcome(failure).causedBy(failed);
    }

    /** Renders the failure of a cancelled write; returns other failures unchanged. */
    static Failure unknownOutcome(Failure stopped, Address address) {
        if (stopped.status() == io.metash.record.ExitStatus.INTERRUPTED) {
            return unknownOutcome(stopped.at(address.toString()));
        }
        return stopped;
    }

    /** Adds to a failure that the write may have been carried out. */
    static Failure unknownOutcome(Failure failure) {
        return Failure.of(failure.status(), "unknown whether the write was applied")
                .at(failure.where())
                .because(failure.summary())
                .next("read the key before writing again: get KEY");
    }
}
