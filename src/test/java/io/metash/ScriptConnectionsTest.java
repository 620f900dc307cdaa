package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.Captured;
import io.metash.testing.FakeService;
import io.metash.wire.StreamItem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A script that names a service in each command connects to it once. */
class ScriptConnectionsTest {
    private static Captured run(String script, String... arguments) {
        Captured streams = new Captured(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
        assertEquals(0, Main.run(arguments, streams.io()), streams.err());
        return streams;
    }

    @Test
    void aHundredCommandsShareAConnection() throws IOException {
        try (FakeService service = new FakeService();
                FakeService other = new FakeService()) {
            service.onRead = (request, to) -> FakeService.one(StreamItem.getDefaultInstance(), to);
            other.onRead = service.onRead;
            String get = "get --key k --grpc-api-address " + service.address() + "\n";
            assertEquals("null\n".repeat(100), run(get.repeat(100), "-").out());
            assertEquals(1, service.shaken.size());
            assertEquals(100, service.asked.size());
            // Another user or another service is another connection.
            String more = get + "get --key k --user bob --grpc-api-address " + service.address() + "\n"
                    + "get --key k --grpc-api-address " + other.address() + "\n";
            assertEquals("null\n".repeat(6), run(more + more, "-").out());
            assertEquals(1 + 2, service.shaken.size());
            assertEquals(1, other.shaken.size());
        }
    }
}
