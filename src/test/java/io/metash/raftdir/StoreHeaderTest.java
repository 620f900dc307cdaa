package io.metash.raftdir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreHeaderTest {
    private static final Map<String, StoreHeader> STATES = Map.of(
            "{\"version\":\"V004\"}", StoreHeader.V004,
            "{\"version\":\"V003\"}", new StoreHeader("V003", null, false),
            "{\"version\":\"V003\",\"upgrading\":\"V004\"}", new StoreHeader("V003", "V004", false),
            "{\"version\":\"V003\",\"upgrading\":\"V004\",\"cleaning\":true}", new StoreHeader("V003", "V004", true));

    @Test
    void everyStateRoundTrips() {
        STATES.forEach((text, header) -> {
            assertEquals(header, parse(text));
            assertEquals(text, new String(header.bytes(), StandardCharsets.UTF_8));
        });
        assertEquals(18, StoreHeader.V004.bytes().length);
    }

    @Test
    void unknownKeysAreTolerated() {
        assertEquals(
                StoreHeader.V004, parse("{\"version\":\"V004\",\"upgrading\":null,\"cleaning\":false,\"by\":[1]}\n"));
    }

    @Test
    void damageIsRefused() {
        for (String text : new String[] {"", "{}", "V004", "{\"version\":4}", "{\"version\":\"V004\"", "\0\0"}) {
            Failure failure = assertThrows(Failure.class, () -> parse(text));
            assertEquals(ExitStatus.DAMAGED, failure.status());
            assertEquals("the header of this store cannot be read", failure.what());
            assertEquals("VERSION", failure.where());
        }
    }

    private static StoreHeader parse(String text) {
        return StoreHeader.parse(text.getBytes(StandardCharsets.UTF_8), Path.of("VERSION"));
    }
}
