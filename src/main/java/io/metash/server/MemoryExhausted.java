package io.metash.server;

/** A command was not logged, because applying it would read more than the memory for calls allows. */
final class MemoryExhausted extends Exception {
    private static final long serialVersionUID = 1;

    private final long bytes;

    MemoryExhausted(long bytes) {
        super("not enough memory");
        this.bytes = bytes;
    }

    /** The bytes that applying it reads. */
    long bytes() {
        return bytes;
    }
}
