package io.metash.raftdir.sled;

/** Bytes that are no valid item; whoever knows the file and offset turns it into a failure. */
final class SledFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SledFormatException(String what) {
        super(what, null, false, false);
    }
}
