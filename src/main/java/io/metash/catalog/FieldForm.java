package io.metash.catalog;

import io.metash.record.U64;
import java.util.Optional;

/** Display form of a field, and whether it is hidden; names and order match {@code form.proto}. */
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

    /** Returns the key that an id of this form refers to; empty for other forms. */
    Optional<CatalogKey> target(long id) {
        String text = U64.text(id);
        return switch (this) {
            case DATABASE_ID -> Optional.of(CatalogKey.of("__fd_database_by_id/{u:database}", text));
            case TABLE_ID -> Optional.of(CatalogKey.of("__fd_table_by_id/{u:table}", text));
            case PROCEDURE_ID -> Optional.of(CatalogKey.of("__fd_procedure_by_id/{u:procedure}", text));
            default -> Optional.empty();
        };
    }

    /** Whether the field may contain a secret. */
    boolean isSecret() {
        return this == SECRET || this == SECRET_VALUES;
    }
}
