package io.metash.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogIdTest {
    private static final UnknownFields EXTRA = new UnknownFields(List.of(new UnknownFields.Field("x", "y")));

    @Test
    void twoAreEqualWhenAllFieldsAre() {
        LogId id = new LogId(new LeaderId(1, 2, EXTRA), 3, EXTRA);
        LogId same =
                new LogId(new LeaderId(1, 2, new UnknownFields(List.of(new UnknownFields.Field("x", "y")))), 3, EXTRA);
        assertEquals(id, same);
        assertEquals(id.hashCode(), same.hashCode());
        assertEquals(UnknownFields.NONE, new UnknownFields(List.of()));
    }

    @Test
    void eachFieldMakesTwoDifferent() {
        LogId id = new LogId(new LeaderId(1, 2, EXTRA), 3, EXTRA);
        for (LogId other : List.of(
                new LogId(new LeaderId(4, 2, EXTRA), 3, EXTRA),
                new LogId(new LeaderId(1, 4, EXTRA), 3, EXTRA),
                new LogId(new LeaderId(1, 2), 3, EXTRA),
                new LogId(new LeaderId(1, 2, EXTRA), 4, EXTRA),
                new LogId(new LeaderId(1, 2, EXTRA), 3))) {
            assertNotEquals(id, other);
        }
        assertNotEquals(EXTRA, UnknownFields.NONE);
        assertNotEquals(EXTRA, null);
        assertNotEquals(id, id.leaderId());
        assertNotEquals(id, null);
    }
}
