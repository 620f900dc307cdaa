package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.metash.record.Cancel;
import org.junit.jupiter.api.Test;

/** The number of answers that a call requests ahead, against a server that answers each request at once. */
class ResponseStreamTest {
    private static final MethodDescriptor<BytesValue, BytesValue> METHOD =
            MethodDescriptor.<BytesValue, BytesValue>newBuilder()
                    .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                    .setFullMethodName("a/b")
                    .setRequestMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
                    .build();

    /** A server with a number of answers of one size. */
    private static final class Server extends Channel {
        private final BytesValue answer;
        private int left;
        private int requests;
        private int pending;
        private boolean answering;

        Server(int answers, int bytes) {
            left = answers;
            answer = BytesValue.of(ByteString.copyFrom(new byte[bytes]));
        }

        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            return new ClientCall<>() {
                private Listener<A> listener;

                @Override
                public void start(Listener<A> to, Metadata headers) {
                    listener = to;
                }

                @Override
                public void request(int messages) {
                    requests++;
                    pending += messages;
                    while (!answering && pending > 0 && left >= 0) {
                        answering = true;
                        pending--;
                        answer();
                        answering = false;
                    }
                }

                @SuppressWarnings("unchecked")
                private void answer() {
                    if (left-- > 0) {
                        listener.onMessage((A) answer);
                    } else {
                        listener.onClose(Status.OK, new Metadata());
                    }
                }

                @Override
                public void cancel(String message, Throwable cause) {}

                @Override
                public void halfClose() {}

                @Override
                public void sendMessage(Q message) {}
            };
        }

        @Override
        public String authority() {
            return "test";
        }
    }

    private static ResponseStream<BytesValue, BytesValue> open(Server server, FlowWindow flow) {
        return new ResponseStream<>(server, METHOD, 20_000, new Cancel(), new Address("localhost", 1), "list", flow);
    }

    private static int read(ResponseStream<BytesValue, BytesValue> stream) {
        int count = 0;
        while (stream.next() != null) {
            count++;
        }
        return count;
    }

    @Test
    void smallAnswersAreRequestedInBatches() {
        Server server = new Server(100_000, 400);
        try (ResponseStream<BytesValue, BytesValue> stream = open(server, FlowWindow.USUAL)) {
            assertTrue(server.left > 97_000, "the window is 1 MiB: " + server.left);
            int fromTheServer = 100_000 - server.left;
            int before = server.requests - fromTheServer;
            assertEquals(100_000, read(stream));
            // One request for each half of the window, and one by the server for each answer.
            assertTrue(server.requests - 100_000 - before < 120, "requests: " + server.requests);
        }
    }

    @Test
    void answersLargerThanTheWindowArriveOneByOne() {
        Server server = new Server(20, 2 << 20);
        try (ResponseStream<BytesValue, BytesValue> stream = open(server, FlowWindow.USUAL)) {
            assertEquals(16, server.left);
            assertEquals(20, read(stream));
        }
        Server one = new Server(20, 2 << 20);
        try (ResponseStream<BytesValue, BytesValue> stream = open(one, new FlowWindow(0, 0, 64 << 20))) {
            assertEquals(20, one.left);
            assertEquals(20, read(stream));
        }
    }
}
