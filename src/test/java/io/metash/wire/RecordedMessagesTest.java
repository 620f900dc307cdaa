package io.metash.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.metash.testing.Exchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message between a real server and its clients, decoded and encoded again, has the same bytes. */
class RecordedMessagesTest {
    static List<Exchange> exchanges() throws IOException {
        return Exchange.all().stream().filter(e -> !e.method().equals("Nope")).toList();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void messagesAreIdentical(Exchange exchange) throws IOException {
        MethodDescriptor<?, ?> method = MetaServiceGrpc.getServiceDescriptor().getMethods().stream()
                .filter(m -> m.getBareMethodName().equals(exchange.method()))
                .findFirst()
                .orElseThrow();
        List<byte[]> all = new ArrayList<>();
        for (byte[] request : exchange.requests()) {
            all.add(request);
            assertArrayEquals(
                    request, reencoded(method.getRequestMarshaller().parse(new ByteArrayInputStream(request))));
        }
        for (byte[] response : exchange.responses()) {
            all.add(response);
            assertArrayEquals(
                    response, reencoded(method.getResponseMarshaller().parse(new ByteArrayInputStream(response))));
        }
        assertEquals(exchange.requests().size() + exchange.responses().size(), all.size());
    }

    private static byte[] reencoded(Object message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        ((Message) message).writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }
}
