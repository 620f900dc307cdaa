package io.metash.client;

import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.wire.RaftReply;
import io.metash.wire.RaftRequest;
import java.util.List;

/**
 * Client of the nodes' Raft port, for the one call a client needs there: removing a node from the cluster
 * (meta-service-api §7.5). The port uses plaintext and no authentication.
 */
public final class RaftPort {
    /** The call between nodes that clients also use. */
    public static final MethodDescriptor<RaftRequest, RaftReply> FORWARD =
            MethodDescriptor.<RaftRequest, RaftReply>newBuilder()
                    .setType(MethodType.UNARY)
                    .setFullMethodName("meta.RaftService/Forward")
                    .setRequestMarshaller(ProtoUtils.marshaller(RaftRequest.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(RaftReply.getDefaultInstance()))
                    .build();

    private RaftPort() {}

    /**
     * Removes a node from the cluster through the first Raft address that answers.
     *
     * @throws Failure when none answers, or the leader refuses
     */
    public static void leave(List<Address> via, long id, ClientOptions options, Cancel cancel) {
        String request = "{\"forward_to_leader\":1,\"body\":{\"Leave\":{\"node_id\":" + U64.text(id) + "}}}";
        ClientOptions plain =
                new ClientOptions(options.user(), options.password(), null, options.deadlineMs(), options.connectMs());
        Failure last = null;
        for (Address address : via) {
            RaftReply reply;
            try {
                reply = forward(address, request, plain, cancel);
            } catch (Failure silent) {
                if (silent.status() == ExitStatus.INTERRUPTED) {
                    throw silent;
                }
                last = silent;
                continue;
            }
            if (reply.getData().isEmpty()) {
                throw Failure.of(ExitStatus.REFUSED, "the leader did not remove the node")
                        .at(address.toString())
                        .because(reply.getError());
            }
            return;
        }
        if (last != null) {
            throw last;
        }
        throw Failure.of(ExitStatus.UNREACHABLE, "no other node is known to ask");
    }

    private static RaftReply forward(Address address, String request, ClientOptions options, Cancel cancel) {
        ManagedChannel channel = Connection.channel(address, options);
        try (ResponseStream<RaftRequest, RaftReply> call =
                new ResponseStream<>(channel, FORWARD, options.deadlineMs(), cancel, address, "Forward")) {
            call.send(RaftRequest.newBuilder().setData(request).build());
            call.endOfRequests();
            RaftReply reply = call.next();
            if (reply == null) {
                throw Failure.of(ExitStatus.UNREACHABLE, "the node ended the call without an answer")
                        .at(address.toString());
            }
            return reply;
        } finally {
            Connection.end(channel);
        }
    }
}
