package io.metash.record;

/** Receives the progress of a {@link Pump} periodically and at the end, on any thread. */
public interface Progress {
    /** Ignores progress. */
    Progress NONE = (records, bytes, total) -> {};

    /**
     * Reports the work done so far.
     *
     * @param records records moved
     * @param bytes bytes read from the source
     * @param total total bytes of the source, or -1 when unknown
     */
    void moved(long records, long bytes, long total);
}
