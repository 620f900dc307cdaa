package io.metash.server;

/** Thrown for a command that was not logged because applying it would exceed the memory for calls. */
final class MemoryExhausted extends Exception {
    private static final long serialVersionUID = 1;

    private final long bytes;

    MemoryExhausted(long bytes) {
        super("not enough memory");
        this.bytes = bytes;
    }

    /** The number of bytes that applying the command reads. */
    long bytes() {
        return bytes;
    }
}
