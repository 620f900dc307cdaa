package io.metash.raftdir.sled;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Iterates over the messages of segments up to the end of the valid log: the message loop of sled-0.34 §8. */
final class LogScan {
    /** Receives the messages of a scan. */
    interface Visitor {
        /** Receives a message to apply. */
        void good(Message message) throws IOException;

        /** Receives a message whose large item is missing. */
        default void dangling(Message message) throws IOException {}

        /** Reports that the rest of a segment is unreadable and skipped. */
        default void skipped(Message corrupt) throws IOException {}
    }

    private final SledMessageReader reader;
    private final long limit;
    private final boolean stopsAtCorrupt;
    private long position;
    private boolean anySegment;
    private @Nullable Message stop;
    private @Nullable Message tornBatch;

    /**
     * Creates a scan.
     *
     * @param limit the last lsn that counts
     * @param stopsAtCorrupt whether a corrupt message ends the log, as at its tail, or only its segment
     */
    LogScan(SledMessageReader reader, long limit, boolean stopsAtCorrupt) {
        this.reader = reader;
        this.limit = limit;
        this.stopsAtCorrupt = stopsAtCorrupt;
    }

    /** Runs the scan, once. */
    void run(List<LogSegments.Segment> segments, Visitor visitor) throws IOException {
        for (LogSegments.Segment segment : segments) {
            if (segment.lsn() > limit || !runOne(segment, visitor)) {
                return;
            }
        }
    }

    /** Scans one segment; returns whether to continue with the next one. */
    private boolean runOne(LogSegments.Segment segment, Visitor visitor) throws IOException {
        anySegment = true;
        position = segment.lsn() + SledMessageReader.FIRST;
        while (reader.canStartAt(position)) {
            if (position > limit) {
                return false;
            }
            Message message = reader.read(position, segment.offset() + position - segment.lsn());
            switch (message.outcome()) {
                case UNREADABLE -> {
                    stop = message;
                    return false;
                }
                case CORRUPT -> {
                    if (stopsAtCorrupt) {
                        stop = message;
                        return false;
                    }
                    visitor.skipped(message);
                    return true;
                }
                case DANGLING -> visitor.dangling(message);
                default -> {
                    if (message.kind() == MessageKind.CAP) {
                        return true;
                    }
                    if (message.kind() == MessageKind.BATCH_MANIFEST && endOfBatch(message) > limit) {
                        tornBatch = message;
                        return false;
                    }
                    visitor.good(message);
                }
            }
            position = message.next();
        }
        return true;
    }

    /** Returns the lsn of the last byte of a batch. */
    private static long endOfBatch(Message manifest) {
        if (manifest.body().length == Long.BYTES) {
            return new SledBytes(manifest.body()).fixed(Long.BYTES);
        }
        return Long.MAX_VALUE;
    }

    /** The lsn at which the scan stopped. */
    long position() {
        return position;
    }

    /** Whether any segment was read. */
    boolean anySegment() {
        return anySegment;
    }

    /** The message at which the scan stopped. */
    Optional<Message> stop() {
        return Optional.ofNullable(stop);
    }

    /** The manifest of an incomplete batch. */
    Optional<Message> tornBatch() {
        return Optional.ofNullable(tornBatch);
    }
}
