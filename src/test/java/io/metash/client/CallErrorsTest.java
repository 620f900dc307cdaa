package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.metash.record.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The descriptions are those of the gRPC library for answers of peers that break the protocol. */
class CallErrorsTest {
    private static String rendered(String call, Status status) {
        Failure failure = CallErrors.render(new CallException(new Address("meta", 9191), call, status, null));
        return failure.status().code() + " " + failure.what() + "\n" + failure.why() + "\n" + failure.next();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTERNAL | Can't decode compressed gRPC message as compression not configured",
                "INTERNAL | Can't find decompressor for snappy",
                "INTERNAL | gRPC frame header malformed: reserved bits not zero",
                "INTERNAL | Missing HTTP status code",
                "UNKNOWN | missing GRPC status in response",
                "RESOURCE_EXHAUSTED | gRPC message exceeds maximum size 33554432: -1",
                "CANCELLED | Failed to read message."
            })
    void anAnswerThatIsNotGrpcIsNoErrorOfTheService(Status.Code code, String description) {
        assertEquals(
                "5 the answer is not valid gRPC\n" + description
                        + "\ncheck that a meta service listens there, and that no proxy in between changes its answers",
                rendered("Export", code.toStatus().withDescription(description)));
    }

    @Test
    void theAnswerOfAWebServerIsNamed() {
        Status status =
                Status.UNKNOWN.withDescription("HTTP status code 200\ninvalid content-type: text/html\nheaders:");
        assertEquals(
                "5 the answer is not valid gRPC\nHTTP status code 200, invalid content-type: text/html\n"
                        + "check that a meta service listens there, and that no proxy in between changes its answers",
                rendered("Export", status));
        assertEquals(
                "5 this is not the client port of a meta service",
                rendered("Handshake", status).lines().findFirst().orElseThrow());
    }

    /** A connection that a proxy ends for too many requests is no message that is too large. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RESOURCE_EXHAUSTED | Abrupt GOAWAY closed sent stream. HTTP/2 error code: ENHANCE_YOUR_CALM",
                "INTERNAL | Connection closed after GOAWAY. HTTP/2 error code: INTERNAL_ERROR, debug data: oops",
                "INTERNAL | RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR"
            })
    void aConnectionThatThePeerEndsIsReportedAsThat(Status.Code code, String description) {
        assertEquals(
                "5 the meta service ended the call\n" + description
                        + "\ntry again; if it fails again, check the log of the service, and any proxy in between",
                rendered("Export", code.toStatus().withDescription(description)));
    }
}
