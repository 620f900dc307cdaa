package io.metash.catalog;

import io.metash.record.U64;
import java.util.Optional;

/** How a field is printed, and whether it is hidden; the names and the order are those of {@code form.proto}. */
enum FieldForm {
    AS_IS,
    TIME,
    EPOCH_SECONDS,
    PRIVILEGES,
    SET,
    SECRET,
    SECRET_VALUES,
    SECRET_NAMES,
    ADDRESS,
    FREE_TEXT,
    DATABASE_ID,
    TABLE_ID,
    PROCEDURE_ID;

    /** The key that an id of this form leads to; empty for other forms. */
    Optional<CatalogKey> target(long id) {
        String text = U64.text(id);
        return switch (this) {
            case DATABASE_ID -> Optional.of(CatalogKey.of("__fd_database_by_id/{u:database}", text));
            case TABLE_ID -> Optional.of(CatalogKey.of("__fd_table_by_id/{u:table}", text));
            case PROCEDURE_ID -> Optional.of(CatalogKey.of("__fd_procedure_by_id/{u:procedure}", text));
            default -> Optional.empty();
        };
    }

    /** Whether something of the field may be hidden whatever it is. */
    boolean isSecret() {
        return this == SECRET || this == SECRET_VALUES;
    }
}
