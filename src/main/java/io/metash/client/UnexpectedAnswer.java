package io.metash.client;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;

/** Thrown for an unexpected answer: none, incomplete, or for another key. Converted to a failure where the call ends. */
final class UnexpectedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An answer; {@code why} is one sentence about the error. */
    UnexpectedAnswer(String why) {
        super(why);
    }

    /** An answer that broke what reads it. */
    UnexpectedAnswer(RuntimeException broken) {
        super("it cannot be read: " + broken.getClass().getSimpleName(), broken);
    }

    /** What the user reads. */
    Failure failure(Address address) {
        return Failure.of(ExitStatus.UNREACHABLE, "unexpected answer from the meta service")
                .at(address.toString())
                .because(getMessage())
                .next("check that it is a meta service: status --grpc-api-address " + address)
                .causedBy(this);
    }
}
