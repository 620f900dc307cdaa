package io.metash.catalog;

/** Bytes that are not the message they should be. */
final class BadMessage extends Exception {
    private static final long serialVersionUID = 1;

    BadMessage(String what) {
        super(what);
    }
}
