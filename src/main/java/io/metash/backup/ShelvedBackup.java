package io.metash.backup;

import io.metash.record.LogId;
import io.metash.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A backup on a shelf, as far as is known without reading it.
 *
 * @param file the file
 * @param manifest its manifest without the checksums of blocks, or null
 * @param problem why the manifest proves nothing, or null
 * @param timeMs when it was made, milliseconds since the epoch: by its manifest, else the time of its file
 * @param bytes its size
 */
public record ShelvedBackup(StoredFile file, Manifest manifest, String problem, long timeMs, long bytes) {
    /** Clocks of two hosts may differ by so much. */
    private static final long TOLERANCE_MS = 5 * 60_000;

    /** Whether there is a manifest, and the size of the file is the one that it states. */
    public boolean fits() {
        return manifest != null && problem == null;
    }

    /** Whether bytes of the size that its manifest states are missing. */
    public boolean cut() {
        return manifest != null && bytes < manifest.bytes();
    }

    /** Whether it is dated in the future, so that a clock was or is wrong. */
    public boolean inFuture(long nowMs) {
        return timeMs > nowMs + TOLERANCE_MS;
    }

    /** The name of its cluster: the given name, else the addresses of its voters; empty when unknown. */
    public String cluster() {
        if (manifest == null) {
            return "";
        }
        if (manifest.source().cluster() != null) {
            return manifest.source().cluster();
        }
        return addresses();
    }

    private String addresses() {
        List<String> addresses = new ArrayList<>();
        for (Long id : manifest.voters()) {
            if (manifest.nodes().containsKey(id)) {
                addresses.add(manifest.nodes().get(id).endpoint().addr() + ":"
                        + manifest.nodes().get(id).endpoint().port());
            }
        }
        return String.join(",", addresses);
    }

    /** What it is one of a series of: backups of one cluster, or, when that is unknown, of one place. */
    String series() {
        if (cluster().isEmpty()) {
            return "?" + manifest.source().place();
        }
        return cluster();
    }

    /** The last log entry, or null when that is not known. */
    public LogId lastLog() {
        if (manifest == null) {
            return null;
        }
        return LogId.max(manifest.lastLog(), manifest.lastApplied());
    }

    /** Compares how much of the log two backups hold. */
    static int byLastLog(ShelvedBackup a, ShelvedBackup b) {
        if (a.lastLog() == null || b.lastLog() == null) {
            return Boolean.compare(a.lastLog() != null, b.lastLog() != null);
        }
        return a.lastLog().compareTo(b.lastLog());
    }
}
