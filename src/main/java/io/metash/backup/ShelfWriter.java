package io.metash.backup;

import io.metash.files.Disk;
import io.metash.record.VerbatimSink;
import io.metash.storage.ObjectStore;
import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a backup to a shelf. It appears complete, with its manifest, under an unused name; a killed process leaves
 * nothing that looks like a backup.
 */
public abstract class ShelfWriter implements Closeable {
    private @Nullable Manifest manifest;

    /** Begins a backup in a directory. */
    public static ShelfWriter begin(Path directory, BackupName name, Disk disk) throws IOException {
        return new DirectoryWriter(directory, name, disk);
    }

    /** Begins a backup in object storage. */
    public static ShelfWriter begin(ObjectStore store, BackupName name) throws IOException {
        return BucketWriter.reserve(store, name);
    }

    abstract BackupStream stream();

    /** Returns the sink for records. The caller finishes it before {@link #commit}. */
    public final VerbatimSink sink() {
        return stream().sink();
    }

    /** Number of uncompressed bytes written. */
    public final long textBytes() {
        return stream().textBytes();
    }

    /**
     * Completes the backup and renames it and its manifest to their final names.
     *
     * @param kind the kind of the source
     * @param source the path or address of the source
     * @param cluster the cluster's name, or null
     * @param nowMs the time of the backup in milliseconds since the epoch
     * @return the backup
     */
    public final StoredFile commit(String kind, String source, @Nullable String cluster, long nowMs)
            throws IOException {
        return commit(new Manifest.Source(kind, source, cluster, Optional.empty()), nowMs);
    }

    /** Completes the backup of a source whose data version may be known. */
    public final StoredFile commit(Manifest.Source source, long nowMs) throws IOException {
        stream().finish();
        Manifest made = stream().manifest(source, nowMs);
        manifest = made;
        return publish(made);
    }

    abstract StoredFile publish(Manifest made) throws IOException;

    /** Returns the manifest; valid after {@link #commit}. */
    public final Manifest manifest() {
        return Objects.requireNonNull(manifest, "the backup is not committed");
    }

    /** Describes possible leftovers of an aborted backup in one sentence; null when there are none. */
    public @Nullable String remains() {
        return null;
    }
}
