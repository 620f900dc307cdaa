package io.metash.session;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * An open export file with its index. The file is opened once: when it is replaced, the session continues with the
 * old file; when its content changes, the session fails.
 */
final class ExportFile implements Closeable {
    private static final long CHECK_NS = 1_000_000_000;

    private final StoredFile origin;
    private long checkedNs = System.nanoTime();
    private final FileBytes file;
    private final boolean packed;
    private final Optional<LiftedCopy> lifted;
    private final IndexDirectory directory;
    private final FileIndex index;
    private final FileRows rows;

    private ExportFile(
            StoredFile origin,
            FileBytes file,
            boolean packed,
            Optional<LiftedCopy> lifted,
            IndexDirectory directory,
            FileIndex index)
            throws IOException {
        this.origin = origin;
        this.file = file;
        this.packed = packed;
        this.lifted = lifted;
        this.directory = directory;
        this.index = index;
        this.rows = new FileRows(
                rows(index.log(), MetaRecord.Log.class),
                rows(index.expires(), MetaRecord.Expire.class),
                rows(index.kvs(), MetaRecord.Kv.class));
    }

    private FileRowSource rows(RowSection section, Class<? extends MetaRecord> kind) throws IOException {
        if (section.ascending()) {
            return new LineRows(file, origin.toString(), section, kind);
        }
        return new OrderedRows(file, origin.toString(), directory.order(section), section);
    }

    /** Opens a file through its cached index, or by a full scan. */
    static ExportFile open(StoredFile origin, FileBytes.Opener opener, ConnectOptions options) throws IOException {
        FileBytes bytes = opener.open(origin);
        IndexDirectory directory = null;
        try {
            boolean packed = UnpackedExport.isPacked(bytes);
            if (packed) {
                FileBytes text = UnpackedExport.copy(bytes, origin, options);
                bytes.close();
                bytes = text;
            }
            Optional<LiftedCopy> lifted =
                    LiftedCopy.of(bytes, origin.toString(), packed ? Optional.empty() : origin.path(), options);
            ConnectOptions scan = options;
            if (lifted.isPresent()) {
                bytes.close();
                bytes = lifted.get().text();
                scan = LiftedCopy.lenient(options);
            }
            boolean copied = packed || lifted.isPresent() || origin instanceof PipedFile;
            boolean forgotten = copied || !options.accepted().isEmpty();
            if (forgotten) {
                directory = IndexDirectory.withoutStorage(options.cache());
            } else {
                directory = IndexDirectory.of(options.cache(), origin);
            }
            FileIndex index = index(origin, bytes, copied, directory, scan);
            return new ExportFile(origin, bytes, packed, lifted, directory, index);
        } catch (IOException | RuntimeException failed) {
            bytes.close();
            if (directory != null) {
                directory.close();
            }
            throw failed;
        }
    }

    /** Opens the text of a converted store; {@code origin} is its name in messages. */
    static ExportFile of(StoredFile origin, LiftedCopy lifted, ConnectOptions options) throws IOException {
        IndexDirectory directory = IndexDirectory.withoutStorage(options.cache());
        try {
            FileIndex index = index(origin, lifted.text(), true, directory, options);
            return new ExportFile(origin, lifted.text(), false, Optional.of(lifted), directory, index);
        } catch (IOException | RuntimeException failed) {
            lifted.text().close();
            directory.close();
            throw failed;
        }
    }

    private static FileIndex index(
            StoredFile origin, FileBytes bytes, boolean copied, IndexDirectory directory, ConnectOptions options)
            throws IOException {
        FileStamp stamp = FileStamp.of(origin, bytes);
        Optional<FileIndex> kept = directory.load(stamp);
        if (kept.isPresent()) {
            return kept.get();
        }
        FileIndex index = new FileScan(bytes, origin.toString(), directory, options).run(stamp);
        if (!copied && stamp.changedInPlace(origin)) {
            throw changed(origin);
        }
        directory.store(index);
        return index;
    }

    /** The index of the file. */
    FileIndex index() {
        return index;
    }

    /** Whether the file is compressed by gzip or zstd. */
    boolean packed() {
        return packed;
    }

    /** The converted copy, for an export of an earlier data version. */
    Optional<LiftedCopy> lifted() {
        return lifted;
    }

    /** Returns the rows, if the file is unchanged since it was opened. */
    FileRows rows() throws IOException {
        check();
        return rows;
    }

    /** Returns all records, as read. */
    RecordSource records() throws IOException {
        check();
        return new NdjsonSource(new FileBytesStream(file, 0), origin.toString(), file.size());
    }

    private void check() throws IOException {
        // Object storage needs a request per check: check at most once a second.
        boolean fresh = origin.path().isEmpty() && System.nanoTime() - checkedNs < CHECK_NS;
        if (packed || lifted.isPresent() || origin instanceof PipedFile || fresh) {
            return;
        }
        checkedNs = System.nanoTime();
        if (index.stamp().changedInPlace(origin)) {
            throw changed(origin);
        }
    }

    private static Failure changed(StoredFile origin) {
        return Failure.of(ExitStatus.IO, "the file changed while it was open")
                .at(origin.toString())
                .because("Its content no longer matches what was read before.")
                .next("disconnect, and connect again when no process writes to it");
    }

    @Override
    public void close() throws IOException {
        file.close();
        directory.close();
    }
}
