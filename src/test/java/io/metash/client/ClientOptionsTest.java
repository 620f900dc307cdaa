package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientOptionsTest {
    @Test
    void twoAreEqualWhenAllFieldsAre() {
        ClientOptions options = new ClientOptions("u", "p", new Tls(Path.of("ca"), "d"), 1, 2);
        ClientOptions same = new ClientOptions("u", "p", new Tls(Path.of("ca"), "d"), 1, 2);
        assertEquals(options, same);
        assertEquals(options.hashCode(), same.hashCode());
    }

    @Test
    void eachFieldMakesTwoDifferent() {
        Tls tls = new Tls(Path.of("ca"), "d");
        ClientOptions options = new ClientOptions("u", "p", tls, 1, 2);
        for (ClientOptions other : List.of(
                new ClientOptions("v", "p", tls, 1, 2),
                new ClientOptions("u", "q", tls, 1, 2),
                new ClientOptions("u", "p", null, 1, 2),
                new ClientOptions("u", "p", tls, 3, 2),
                new ClientOptions("u", "p", tls, 1, 3))) {
            assertNotEquals(options, other);
        }
        assertNotEquals(options, null);
    }
}
