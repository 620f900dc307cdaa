package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ValueKindTest {
    @Test
    void twoAreEqualWhenBothFieldsAre() {
        ValueKind kind = new ValueKind(ValueKind.Encoding.PB, "TableMeta");
        ValueKind same = new ValueKind(ValueKind.Encoding.PB, "TableMeta");
        assertEquals(kind, same);
        assertEquals(kind.hashCode(), same.hashCode());
        assertNotEquals(kind, new ValueKind(ValueKind.Encoding.JSON, "TableMeta"));
        assertNotEquals(kind, new ValueKind(ValueKind.Encoding.PB, "DatabaseMeta"));
        assertNotEquals(kind, null);
    }
}
