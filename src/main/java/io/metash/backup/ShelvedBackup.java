package io.metash.backup;

import io.metash.record.LogId;
import io.metash.record.Node;
import io.metash.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backup on a shelf, described without reading it.
 *
 * @param file the file
 * @param manifest its manifest without block checksums, or null
 * @param problem why the manifest proves nothing, or null
 * @param timeMs the time in its manifest, or its file's time, in milliseconds since the epoch
 * @param bytes its size
 */
public record ShelvedBackup(
        StoredFile file, @Nullable Manifest manifest, @Nullable String problem, long timeMs, long bytes) {
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
        return addresses(manifest);
    }

    private static String addresses(Manifest manifest) {
        List<String> addresses = new ArrayList<>();
        for (Long id : manifest.voters()) {
            Node node = manifest.nodes().get(id);
            if (node != null) {
                addresses.add(node.endpoint().addr() + ":" + node.endpoint().port());
            }
        }
        return String.join(",", addresses);
    }

    /** Returns the series of the backup: its cluster or, when that is unknown, its directory. */
    String series() {
        if (manifest != null && cluster().isEmpty()) {
            return "?" + manifest.source().place();
        }
        return cluster();
    }

    /** Returns the last log id, or null when unknown. */
    public @Nullable LogId lastLog() {
        if (manifest == null) {
            return null;
        }
        return LogId.max(manifest.lastLog(), manifest.lastApplied());
    }

    /** Orders two backups by how far they reach in the log. */
    static int byLastLog(ShelvedBackup a, ShelvedBackup b) {
        LogId one = a.lastLog();
        LogId other = b.lastLog();
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return one.compareTo(other);
    }
}
