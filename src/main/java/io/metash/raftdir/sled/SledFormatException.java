package io.metash.raftdir.sled;

/** Thrown for bytes that are not a valid item; the caller who knows file and offset converts it to a failure. */
final class SledFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SledFormatException(String what) {
        super(what, null, false, false);
    }
}
