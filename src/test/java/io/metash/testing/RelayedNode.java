package io.metash.testing;

import io.grpc.Status;
import io.metash.wire.BasicAuth;
import io.metash.wire.ClusterStatus;
import io.metash.wire.ExportedChunk;
import io.metash.wire.HandshakeRequest;
import io.metash.wire.HandshakeResponse;
import io.metash.wire.Versions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** A cluster node that answers like an embedded service, with a status set by the test. */
public final class RelayedNode implements AutoCloseable {
    private final FakeService node;
    private final RawCalls calls;
    private final byte[] token;

    /** A node on top of a service; {@code says} changes its status. */
    public RelayedNode(LiveService service, Consumer<ClusterStatus.Builder> says) throws Exception {
        calls = new RawCalls(Integer.parseInt(service.address().split(":")[1]));
        byte[] hello = HandshakeRequest.newBuilder()
                .setProtocolVersion(Versions.METASH)
                .setPayload(BasicAuth.newBuilder().setUsername("root").build().toByteString())
                .build()
                .toByteArray();
        token = HandshakeResponse.parseFrom(answers("Handshake", null, hello).take())
                .getPayload()
                .toByteArray();
        node = new FakeService();
        node.onStatus = (empty, to) -> {
            ClusterStatus.Builder status =
                    status().toBuilder().setState("Follower").setIsLeader(false);
            says.accept(status);
            FakeService.one(status.build(), to);
        };
        node.onExport = (request, to) -> {
            try {
                for (byte[] chunk : answers("ExportV1", token, request.toByteArray())) {
                    to.onNext(ExportedChunk.parseFrom(chunk));
                }
                to.onCompleted();
            } catch (Exception failed) {
                to.onError(failed);
            }
        };
    }

    private BlockingQueue<byte[]> answers(String method, byte[] tokenOrNull, byte[] request) throws Exception {
        RawCalls.Running call = calls.call(method, tokenOrNull, List.of(request));
        Status status = call.await();
        if (!status.isOk()) {
            throw status.asException();
        }
        return call.responses;
    }

    private ClusterStatus status() {
        try {
            return ClusterStatus.parseFrom(
                    answers("GetClusterStatus", token, new byte[0]).take());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The address. */
    public String address() {
        return node.address();
    }

    /** The method names of the calls so far. */
    public List<String> asked() {
        return node.asked;
    }

    @Override
    public void close() {
        node.close();
        calls.close();
    }
}
