package io.metash.client;

/**
 * How much of a call's answers may wait for their reader.
 *
 * @param messages so many are asked for ahead; 0: each when the reader wants it, so that only one is in memory
 * @param bytes while fewer bytes wait, more are asked for; 0: no more than {@code messages}
 * @param mostMessageBytes the most bytes of a message
 */
record FlowWindow(int messages, long bytes, int mostMessageBytes) {
    /** A few messages, of any size that a server sends. */
    static final FlowWindow USUAL = new FlowWindow(4, 0, Connection.MOST_MESSAGE_BYTES);

    /** Of a watch: a service waits for its slowest watcher, and all others with it (meta-service-api §3.9). */
    static final FlowWindow WATCH = new FlowWindow(4, 8 << 20, Connection.MOST_MESSAGE_BYTES);

    private static final int PARTS_OF_HEAP = 8;
    private static final int LEAST_BYTES = 1 << 20;

    /** Of an export with so many lines in a message: what does not fit the memory well begins again with fewer. */
    static FlowWindow export(int chunkLines) {
        long share = Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP;
        long most = chunkLines == 1 ? Connection.MOST_MESSAGE_BYTES : Math.max(LEAST_BYTES, share);
        return new FlowWindow(chunkLines == 1 ? 0 : 1, 0, (int) Math.min(Connection.MOST_MESSAGE_BYTES, most));
    }
}
