package io.metash.backup;

import io.metash.record.LogId;
import io.metash.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A backup on a shelf, described without reading it.
 *
 * @param file the file
 * @param manifest its manifest without block checksums, or null
 * @param problem why the manifest proves nothing, or null
 * @param timeMs the time in its manifest, or its file's time, in milliseconds since the epoch
 * @param bytes its size
 */
public record ShelvedBackup(StoredFile file, Manifest manifest, String problem, long timeMs, long bytes) {
    /** Tolerated clock difference between two hosts, in milliseconds. */
    private static final long TOLERANCE_MS = 5 * 60_000;

    /** Whether there is a manifest and it matches the size of the file. */
    public boolean fits() {
        return manifest != null && problem == null;
    }

    /** Whether the file is smaller than its manifest states. */
    public boolean cut() {
        return manifest != null && bytes < manifest.bytes();
    }

    /** Whether it is dated in the future, so that some clock was or is wrong. */
    public boolean inFuture(long nowMs) {
        return timeMs > nowMs + TOLERANCE_MS;
    }

    /** Returns the cluster's name: the given name, else the addresses of its voters; empty when unknown. */
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

    /** Returns the series of the backup: its cluster or, when that is unknown, its directory. */
    String series() {
        if (cluster().isEmpty()) {
            return "?" + manifest.source().place();
        }
        return cluster();
    }

    /** Returns the last log id, or null when unknown. */
    public LogId lastLog() {
        if (manifest == null) {
            return null;
        }
        return LogId.max(manifest.lastLog(), manifest.lastApplied());
    }

    /** Orders two backups by how far they reach in the log. */
    static int byLastLog(ShelvedBackup a, ShelvedBackup b) {
        if (a.lastLog() == null || b.lastLog() == null) {
            return Boolean.compare(a.lastLog() != null, b.lastLog() != null);
        }
        return a.lastLog().compareTo(b.lastLog());
    }
}
