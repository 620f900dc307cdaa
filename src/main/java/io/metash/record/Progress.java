package io.metash.record;

/** Told by a {@link Pump} how far it is, from time to time and at the end; any thread. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (records, bytes, total) -> {};

    /**
     * So much is done.
     *
     * @param records records moved
     * @param bytes bytes read of the source
     * @param total bytes of the source, or -1 when not known
     */
    void moved(long records, long bytes, long total);
}
