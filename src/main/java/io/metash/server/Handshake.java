package io.metash.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.metash.record.U64;
import io.metash.wire.BasicAuth;
import io.metash.wire.HandshakeRequest;
import io.metash.wire.HandshakeResponse;
import io.metash.wire.Versions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers the first call of a client: checks its version, user and password, and returns the token of the service. */
final class Handshake implements StreamObserver<HandshakeRequest> {
    private final Credentials credentials;
    private final String token;
    private final StreamObserver<HandshakeResponse> out;
    private boolean answered;

    Handshake(Credentials credentials, String token, StreamObserver<HandshakeResponse> out) {
        this.credentials = credentials;
        this.token = token;
        this.out = out;
    }

    @Override
    public void onNext(HandshakeRequest request) {
        if (!answered) {
            answered = true;
            CallThreads.answer(out, () -> answer(request));
        }
    }

    @Override
    public void onError(Throwable cause) {
        answered = true;
    }

    @Override
    public void onCompleted() {
        if (!answered) {
            answered = true;
            out.onError(Status.INTERNAL
                    .withDescription("Error request next is None")
                    .asRuntimeException());
        }
    }

    private void answer(HandshakeRequest request) {
        long version = request.getProtocolVersion();
        if (version != 0 && U64.compare(version, Versions.OLDEST_CLIENT) < 0) {
            throw CallStatus.invalid("meta-client protocol_version(" + Versions.text(version)
                    + ") < metasrv min-compatible(" + Versions.text(Versions.OLDEST_CLIENT) + ")");
        }
        BasicAuth given;
        try {
            given = BasicAuth.parseFrom(request.getPayload());
        } catch (InvalidProtocolBufferException bad) {
            throw Status.INTERNAL
                    .withDescription("failed to decode Protobuf message: invalid varint")
                    .withCause(bad)
                    .asRuntimeException();
        }
        Optional<String> refusal = credentials.refusal(given.getUsername(), given.getPassword());
        if (refusal.isPresent()) {
            throw Status.UNAUTHENTICATED.withDescription(refusal.get()).asRuntimeException();
        }
        out.onNext(HandshakeResponse.newBuilder()
                .setProtocolVersion(Versions.METASH)
                .setPayload(ByteString.copyFrom(token, StandardCharsets.UTF_8))
                .build());
        out.onCompleted();
    }
}
