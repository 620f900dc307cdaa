package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.FakeService;
import io.metash.testing.RunResult;
import io.metash.wire.StreamItem;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A script that names a service in each command connects only once. */
class ScriptConnectionsTest {
    private static String run(String script) {
        RunResult result = InProcess.runWithInput(script, "-");
        assertEquals(0, result.status(), result.err());
        return result.out();
    }

    @Test
    void aHundredCommandsShareAConnection() throws IOException {
        try (FakeService service = new FakeService();
                FakeService other = new FakeService()) {
            service.onRead = (request, to) -> FakeService.one(StreamItem.getDefaultInstance(), to);
            other.onRead = service.onRead;
            String get = "get --key k --grpc-api-address " + service.address() + "\n";
            assertEquals("null\n".repeat(100), run(get.repeat(100)));
            assertEquals(1, service.handshakes.size());
            assertEquals(100, service.asked.size());
            // Another user or service needs another connection.
            String more = get + "get --key k --user bob --grpc-api-address " + service.address() + "\n"
                    + "get --key k --grpc-api-address " + other.address() + "\n";
            assertEquals("null\n".repeat(6), run(more + more));
            assertEquals(1 + 2, service.handshakes.size());
            assertEquals(1, other.handshakes.size());
        }
    }
}
