package io.metash.catalog;

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
    FREE_TEXT;

    /** Whether something of the field may be hidden whatever it is. */
    boolean isSecret() {
        return this == SECRET || this == SECRET_VALUES;
    }
}
