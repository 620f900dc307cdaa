package io.metash.catalog;

/** Thrown for bytes that are not a message of the expected type. */
final class BadMessage extends Exception {
    private static final long serialVersionUID = 1;

    BadMessage(String what) {
        // Every value of a damaged or foreign store may be undecodable; a stack trace would cost more than decoding.
        super(what, null, false, false);
    }
}
