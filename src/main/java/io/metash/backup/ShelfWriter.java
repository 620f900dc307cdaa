package io.metash.backup;

import io.metash.files.Disk;
import io.metash.record.VerbatimSink;
import io.metash.storage.ObjectStore;
import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A backup being written to a shelf. It appears complete, with its manifest, under an unused name; a killed process leaves
 * nothing that could be mistaken for a backup.
 */
public abstract class ShelfWriter implements Closeable {
    private Manifest manifest;

    /** Begins a backup in a directory. */
    public static ShelfWriter begin(Path directory, BackupName name, Disk disk) throws IOException {
        return new DirectoryWriter(directory, name, disk);
    }

    /** Begins a backup in object storage. */
    public static ShelfWriter begin(ObjectStore store, BackupName name) throws IOException {
        return BucketWriter.reserve(store, name);
    }

    abstract BackupStream stream();

    /** Takes the records; to be finished before {@link #commit}. */
    public final VerbatimSink sink() {
        return stream().sink();
    }

    /** How many bytes of text were written. */
    public final long textBytes() {
        return stream().textBytes();
    }

    /**
     * Completes the backup and gives it and its manifest their names.
     *
     * @param kind the kind of the source
     * @param source where it is
     * @param cluster what the cluster is called, or null
     * @param nowMs when the backup was made, milliseconds since the epoch
     * @return the backup
     */
    public final StoredFile commit(String kind, String source, String cluster, long nowMs) throws IOException {
        return commit(new Manifest.Source(kind, source, cluster, Optional.empty()), nowMs);
    }

    /** Writes from a source whose data version may be known. */
    public final StoredFile commit(Manifest.Source source, long nowMs) throws IOException {
        stream().finish();
        manifest = stream().manifest(source, nowMs);
        return publish(manifest);
    }

    abstract StoredFile publish(Manifest made) throws IOException;

    /** The manifest, after {@link #commit}. */
    public final Manifest manifest() {
        return manifest;
    }

    /** The possible leftovers of an aborted backup, one sentence; null when none. */
    public String remains() {
        return null;
    }
}
