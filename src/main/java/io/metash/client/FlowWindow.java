package io.metash.client;

/**
 * Flow control of a streaming call.
 *
 * @param messages messages requested ahead; 0 requests each on demand, so that only one is in memory
 * @param bytes requests more while fewer bytes are buffered; 0: no more than {@code messages}
 * @param maxMessageBytes the maximum size of a message
 */
record FlowWindow(int messages, long bytes, int maxMessageBytes) {
    /** Window of a list of keys, which are a message each. */
    static final FlowWindow USUAL = new FlowWindow(4, 1 << 20, Connection.MAX_MESSAGE_BYTES);

    /** Window of a watch: a service waits for its slowest watcher and delays all others (meta-service-api §3.9). */
    static final FlowWindow WATCH = new FlowWindow(4, 8 << 20, Connection.MAX_MESSAGE_BYTES);

    private static final int PARTS_OF_HEAP = 8;
    private static final int MIN_BYTES = 1 << 20;
    /** Requests more messages while fewer bytes are buffered, so that neither side waits for each message. */
    private static final long EXPORT_AHEAD_BYTES = 1 << 20;

    /**
     * Window of an export with {@code chunkLines} lines per message; an export whose messages do not fit in memory
     * restarts with fewer lines.
     */
    static FlowWindow export(int chunkLines) {
        if (chunkLines == 1) {
            return new FlowWindow(0, 0, Connection.MAX_MESSAGE_BYTES);
        }
        long share = Math.max(MIN_BYTES, Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP);
        return new FlowWindow(1, EXPORT_AHEAD_BYTES, (int) Math.min(Connection.MAX_MESSAGE_BYTES, share));
    }
}
