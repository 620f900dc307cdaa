package io.metash.client;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;

/** Thrown for a missing, incomplete or mismatched answer. Converted to a failure at the end of the call. */
final class UnexpectedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with a reason of one sentence. */
    UnexpectedAnswer(String why) {
        super(why);
    }

    /** Creates an exception for an answer that breaks the parser. */
    UnexpectedAnswer(RuntimeException broken) {
        super("it cannot be read: " + broken.getClass().getSimpleName(), broken);
    }

    /** Converts the exception to a failure. */
    Failure failure(Address address) {
        return Failure.of(ExitStatus.UNREACHABLE, "unexpected answer from the meta service")
                .at(address.toString())
                .because(getMessage())
                .next("check that it is a meta service: metash status --grpc-api-address " + address)
                .causedBy(this);
    }
}
