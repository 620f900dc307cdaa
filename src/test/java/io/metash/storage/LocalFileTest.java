package io.metash.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.metash.record.Cancel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalFileTest {
    @Test
    void twoAreEqualWhenTheirPathsAre() {
        LocalFile file = new LocalFile(Path.of("a", "b"), Cancel::new);
        assertEquals(file, new LocalFile(Path.of("a", "b"), Cancel::new));
        assertEquals(file.hashCode(), new LocalFile(Path.of("a", "b"), Cancel::new).hashCode());
        assertNotEquals(file, new LocalFile(Path.of("a", "c"), Cancel::new));
        assertNotEquals(file, null);
    }
}
