package io.metash.catalog;

/** Thrown for bytes that are not a message of the expected type. */
final class BadMessage extends Exception {
    private static final long serialVersionUID = 1;

    BadMessage(String what) {
        super(what);
    }
}
