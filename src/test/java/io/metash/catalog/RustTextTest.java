package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Bytes;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values in metactl's text form; MetactlTest compares a recorded dump of a real log. */
class RustTextTest {
    private static Optional<String> text(String key, String hex) {
        return RustText.of(Bytes.utf8(key), Bytes.of(HexFormat.of().parseHex(hex)));
    }

    @Test
    void aTextIsQuotedAsByRust() {
        // db_id 5, table_name 'a"\' with a line feed, an escape and a non-ASCII letter
        assertEquals(
                Optional.of("DBIdTableName { db_id: 5, table_name: \"a\\\"\\\\\\n\\u{1b}\u00fc\" }"),
                text("__fd_table_id_to_name/1", "0805" + "1207" + "61225c0a1bc3bc" + "a006b601a80601"));
    }

    /** A value with an unknown field or of an unknown type has no text; the caller prints it in another form. */
    @Test
    void unknownValuesHaveNoText() {
        assertEquals(
                Optional.of("DbIdList { id_list: [1, 2] }"), text("__fd_db_id_list/t/d", "0a020102a006b601a80601"));
        // a database imported from a share
        assertEquals(Optional.empty(), text("__fd_database_by_id/1", "da0103" + "0a0178" + "a006b601a80601"));
        assertEquals(Optional.empty(), text("__fd_users/t/u", "a006b601a80601"));
        assertEquals(Optional.empty(), text("__fd_db_id_list/t/d", "ff"));
    }
}
