package io.metash.command;

/** Counts what a command read from stores. */
public final class ReadMeter {
    private long records;
    private long bytes;

    /** Counts one record of {@code recordBytes} bytes. */
    public synchronized void add(long recordBytes) {
        records++;
        bytes += recordBytes;
    }

    /** Sets the totals of work counted elsewhere. */
    public synchronized void atLeast(long recordsSoFar, long bytesSoFar) {
        records = Math.max(records, recordsSoFar);
        bytes = Math.max(bytes, bytesSoFar);
    }

    /** Adds the counts of another meter. */
    synchronized void add(ReadMeter other) {
        records += other.records();
        bytes += other.bytes();
    }

    /** The number of records. */
    public synchronized long records() {
        return records;
    }

    /** The number of bytes. */
    public synchronized long bytes() {
        return bytes;
    }
}
