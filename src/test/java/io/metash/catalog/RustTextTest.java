package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Bytes;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The words that a value has under metactl's name; a recorded dump of a real log is compared in MetactlTest. */
class RustTextTest {
    private static Optional<String> text(String key, String hex) {
        return RustText.of(Bytes.utf8(key), Bytes.of(HexFormat.of().parseHex(hex)));
    }

    @Test
    void aTextIsQuotedAsByRust() {
        // db_id 5, table_name 'a"\' and a line end, an escape, a letter beyond ASCII
        assertEquals(
                Optional.of("DBIdTableName { db_id: 5, table_name: \"a\\\"\\\\\\n\\u{1b}\u00fc\" }"),
                text("__fd_table_id_to_name/1", "0805" + "1207" + "61225c0a1bc3bc" + "a006b601a80601"));
    }

    /** A value with a field that is not known here, or of a type that is not, has no text: the caller prints it in its own way. */
    @Test
    void unknownValuesHaveNoText() {
        assertEquals(
                Optional.of("DbIdList { id_list: [1, 2] }"), text("__fd_db_id_list/t/d", "0a020102a006b601a80601"));
        // a database that came from a share
        assertEquals(Optional.empty(), text("__fd_database_by_id/1", "da0103" + "0a0178" + "a006b601a80601"));
        assertEquals(Optional.empty(), text("__fd_users/t/u", "a006b601a80601"));
        assertEquals(Optional.empty(), text("__fd_db_id_list/t/d", "ff"));
    }
}
