package io.metash.rebuild;

import io.metash.files.DeleteOnExit;
import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import io.metash.files.FileLock;
import io.metash.files.FileOwnership;
import io.metash.files.ParentDirectory;
import io.metash.files.SpaceProbe;
import io.metash.integrity.CheckedSink;
import io.metash.integrity.StoreChecks;
import io.metash.raftdir.ImportCounts;
import io.metash.raftdir.RaftDir;
import io.metash.raftdir.RaftDirSink;
import io.metash.raftdir.StoreHeader;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Heap;
import io.metash.record.LogId;
import io.metash.record.Note;
import io.metash.record.OutputError;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.record.ShellWord;
import io.metash.record.UnknownFields;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An import into one Raft directory, in two steps: {@link #prepare} builds the new store next to the target and
 * verifies it, {@link #commit} swaps it in. Closing it before {@code commit} changes nothing. The locks of the old
 * and the new store are held from the first step to the end (decisions 13).
 */
public final class Import implements Closeable {
    private static final long SPARE_BYTES = 1 << 20;
    private static final int ATTEMPTS = 20;

    private final ImportRequest request;
    private final ImportTarget target;
    private final Disk disk;
    private final LongSupplier clockMs;
    private final List<String> notes = new ArrayList<>();
    private final List<FileLock> locks = new ArrayList<>();
    private final List<Path> madeParents = new ArrayList<>();
    private @Nullable TargetLock targetLock;
    private @Nullable Path createdLock;
    /** The workspace of a prepared import; null before and after. */
    private @Nullable Path workspace;

    private Journal.@Nullable Before before;
    private @Nullable ImportReport report;
    private @Nullable String newer;

    /** Creates an import; {@code clockMs} is the clock in milliseconds since the epoch. */
    public Import(ImportRequest request, Disk disk, LongSupplier clockMs) throws IOException {
        this.request = request;
        this.target = ImportTarget.of(request.raftDir());
        this.disk = disk;
        this.clockMs = clockMs;
    }

    /** The absolute directory with links resolved. */
    public Path raftDir() {
        return target.raftDir();
    }

    /**
     * Runs the checks that need no input: no running server, no upgrade in progress, enough space. Takes the old
     * store's lock.
     */
    public void preflight(long inputBytes) throws IOException {
        lock();
        lockOld();
        notes.addAll(new Swap(target, disk).settle());
        before = target.state();
        refuseHalfUpgraded();
        long free = SpaceProbe.usableBytes(target.home());
        long needed = 0;
        if (inputBytes >= 0) {
            needed = inputBytes / 2 + SPARE_BYTES;
        }
        if (free < needed) {
            throw Failure.of(ExitStatus.IO, "too little free space for the new store")
                    .at(target.home().toString())
                    .because("it may take " + needed + " bytes next to the old store; " + free + " bytes are free")
                    .next("free space there, or import to another disk");
        }
        for (Path left : target.all("new")) {
            notes.add("left over from a killed import: " + left + "; metash doctor --clean "
                    + ShellWord.of(target.raftDir()) + " removes unused files");
        }
    }

    /** Locks the directory against other metash commands, and creates its parents. */
    void lock() throws IOException {
        target.requireRoom();
        for (int attempt = 1; targetLock == null; attempt++) {
            makeParents();
            try {
                targetLock = TargetLock.acquire(target);
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void lockOld() throws IOException {
        // A server of V0 to V003 locks its sled database: hold that lock, so that it cannot start during the import.
        Path sled = target.raftDir().resolve("db");
        if (Files.isRegularFile(sled)) {
            locks.add(FileLock.acquire(sled, false));
        }
        Path logDir = target.dfMeta().resolve("V004/log");
        if (Files.isDirectory(logDir)) {
            Path lock = logDir.resolve("LOCK");
            boolean missing = !Files.exists(lock);
            if (missing && Files.isSymbolicLink(lock)) {
                throw Failure.of(ExitStatus.REFUSED, "the lock of the store is a dangling link")
                        .at(lock.toString())
                        .because("locking it would create a file elsewhere")
                        .next("remove it");
            }
            locks.add(FileLock.acquire(lock, true));
            createdLock = null;
            if (missing) {
                createdLock = lock;
            }
        }
    }

    private void refuseHalfUpgraded() throws IOException {
        Path version = target.dfMeta().resolve("VERSION");
        if (request.overHalfUpgraded() || !Files.isRegularFile(version)) {
            return;
        }
        StoreHeader header;
        try {
            header = StoreHeader.parse(Files.readAllBytes(version), version);
        } catch (Failure unreadable) {
            notes.add("the VERSION of the old store cannot be read; the old store is kept as it is");
            return;
        }
        if (header.upgrading() != null) {
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "the existing store is in the middle of an upgrade to " + header.upgrading())
                    .at(version.toString())
                    .because("its data may exist nowhere else")
                    .next("to replace it anyway: --yes-i-mean "
                            + ShellWord.of(target.raftDir().getFileName()));
        }
    }

    /** Notes of the preflight, one sentence each. */
    public List<String> notes() {
        return notes;
    }

    /**
     * Builds the new store in a workspace, reads it back and compares it with the stream.
     *
     * @throws Failure with status 7 when the heap is too small
     */
    public ImportReport prepare(RecordSource source, String sourceName, Progress progress, Cancel cancel)
            throws IOException {
        try {
            return build(source, sourceName, progress, cancel);
        } catch (FileSystemException failed) {
            if (isInWorkspace(failed)) {
                throw OutputError.unchangedDirectory(target.raftDir(), failed);
            }
            throw failed;
        } catch (Failure failed) {
            if (failed.getCause() instanceof OutOfMemoryError) {
                throw failed.because(failed.why() + "; nothing was changed");
            }
            throw failed;
        } catch (OutOfMemoryError exhausted) {
            throw Failure.of(ExitStatus.IO, "not enough memory to build the new store")
                    .at(sourceName)
                    .because("the heap of metash has " + Heap.mib() + " MiB; nothing was changed")
                    .next(Heap.advice(0))
                    .causedBy(exhausted);
        }
    }

    private boolean isInWorkspace(FileSystemException failed) {
        return workspace != null && String.valueOf(failed.getFile()).startsWith(workspace.toString());
    }

    private ImportReport build(RecordSource source, String sourceName, Progress progress, Cancel cancel)
            throws IOException {
        FileOwnership ownership = null;
        if (before == Journal.Before.STORE) {
            ownership = FileOwnership.ofTree(target.dfMeta());
        }
        Path building = target.workspace(request.plan());
        workspace = building;
        // A workspace of this plan belongs to the same command, killed before its end.
        disk.deleteTree(building);
        DeleteOnExit.create(building, () -> {
            disk.createDirectory(building, null);
            return building;
        });
        Path dfMeta = Swap.building(building, before());
        Path parent = ParentDirectory.of(dfMeta);
        if (!parent.equals(building)) {
            disk.createDirectory(parent, ownership);
        }
        StoreDigest digest = new StoreDigest();
        ImportCounts counts;
        long outOfOrder;
        Path newLock;
        CheckedSink checked;
        try (RaftDirSink store = new RaftDirSink(dfMeta, disk, ownership, clockMs.getAsLong(), request.cluster())) {
            newLock = store.lockFile();
            try (SortingSink sink = new SortingSink(store, building, sourceName, digest)) {
                checked = new CheckedSink(sink, new StoreChecks(), sourceName, request.accepted());
                new Pump(source, List.of(), checked, progress, cancel).run();
                outOfOrder = sink.firstOutOfOrder();
            }
            counts = store.counts();
        }
        cancel.check();
        // The new store is not visible before the swap, so locking it here is early enough.
        locks.add(FileLock.acquire(newLock, false));
        long sum = digest.sum();
        if (before == Journal.Before.STORE) {
            LogId last = LogId.max(digest.lastLog(), digest.lastApplied());
            newer = NewerStore.words("the input", last, digest.lastTimeMs(), target.raftDir())
                    .orElse(null);
        }
        readBack(dfMeta, digest, checked, cancel);
        disk.syncDirectory(building);
        if (outOfOrder > 0) {
            notes.add("rows were not in order from line " + outOfOrder + "; all rows were sorted");
        }
        notes.addAll(checked.notes());
        notes.addAll(counts.notes());
        ImportReport prepared = new ImportReport(
                target.raftDir(),
                counts.records(),
                counts.logEntries(),
                counts.keys(),
                counts.snapshot(),
                sum,
                null,
                notes);
        report = prepared;
        return prepared;
    }

    private Journal.Before before() {
        return Objects.requireNonNull(before, "the preflight has not run");
    }

    private Path workspace() {
        return Objects.requireNonNull(workspace, "no import is prepared");
    }

    /** Creates the missing parents of a target; a failed import removes them again. */
    private void makeParents() throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path up = target.home(); !Files.exists(up); up = ParentDirectory.of(up)) {
            missing.add(up);
        }
        for (int i = missing.size() - 1; i >= 0; i--) {
            try {
                disk.createDirectory(missing.get(i), null);
                madeParents.add(0, missing.get(i));
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            disk.syncDirectory(ParentDirectory.of(missing.get(i)));
        }
    }

    private void readBack(Path dfMeta, StoreDigest expected, CheckedSink checked, Cancel cancel) throws IOException {
        StoreDigest actual = expected.forReadingBack();
        if (request.cluster() != null) {
            expected.convertTo(request.cluster());
        }
        List<String> differences;
        try (RaftDir dir = RaftDir.openDfMeta(dfMeta);
                RecordSource back = dir.export()) {
            new Pump(back, List.of(), actual, Progress.NONE, cancel).run();
            differences = new ArrayList<>(expected.differences(actual));
            differences.addAll(Note.texts(dir.log().notes()));
        }
        if (!differences.isEmpty() && !checked.acceptedNotes().isEmpty()) {
            throw Failure.of(ExitStatus.DAMAGED, "the input contradicts itself")
                    .at(request.raftDir().toString())
                    .because(String.join("; ", checked.acceptedNotes()) + "; read back: "
                            + String.join("; ", differences))
                    .next("use another backup; nothing was changed");
        }
        if (!differences.isEmpty()) {
            throw Failure.of(ExitStatus.IO, "the new store differs from the input when read back")
                    .at(dfMeta.toString())
                    .because(String.join("; ", differences))
                    .next("nothing was changed; the disk may be failing, try another one");
        }
    }

    /** A clause when the replaced store ends later than the input, else empty. Valid once prepared. */
    public Optional<String> newer() {
        return Optional.ofNullable(newer);
    }

    /** Swaps the new store in; the report names the directory of the old one. */
    public ImportReport commit() throws IOException {
        Path building = workspace();
        ImportReport prepared = Objects.requireNonNull(report, "no import is prepared");
        Path dfMeta = Swap.building(building, before());
        Journal journal = new Journal(
                request.plan(),
                target.raftDir().toString(),
                clockMs.getAsLong(),
                before(),
                ImportTarget.inode(dfMeta),
                UnknownFields.NONE);
        long old = ImportTarget.inode(target.dfMeta());
        if (!DeleteOnExit.keep(building)) {
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted before the new store was swapped in")
                    .at(target.raftDir().toString());
        }
        Swap swap = new Swap(target, disk);
        try {
            Path kept = swap.perform(building, journal);
            workspace = null;
            createdLock = null;
            madeParents.clear();
            if (before == Journal.Before.STORE) {
                prepared = prepared.keptIn(kept);
            }
            report = prepared;
            return prepared;
        } catch (IOException | RuntimeException failed) {
            long now = ImportTarget.inode(target.dfMeta());
            if (now == old && failed instanceof IOException error) {
                throw OutputError.unchangedDirectory(failedPart(error), error);
            }
            if (now == old) {
                throw failed;
            }
            // From here on the workspace may hold the old store and must not be deleted.
            workspace = null;
            createdLock = null;
            madeParents.clear();
            if (now == journal.newInode()) {
                String previous = "there was no store before";
                if (journal.before() == Journal.Before.STORE) {
                    previous = "the old store is complete in " + swap.kept().orElse(building);
                }
                throw Failure.of(
                                ExitStatus.IO,
                                "the new store is in place, but may not survive a power failure: the step after the"
                                        + " swap failed")
                        .at(target.raftDir().toString())
                        .because(failed.getMessage() + "; " + previous)
                        .next("check the disk, then start the server, or undo the import: metash rollback --raft-dir "
                                + ShellWord.of(target.raftDir()))
                        .causedBy(failed);
            }
            throw Failure.of(ExitStatus.IO, "the swap of the two stores was interrupted")
                    .at(target.raftDir().toString())
                    .because(failed.getMessage() + "; both stores are complete in " + building)
                    .next("repair the disk, then run the same command again: it first finishes the swap")
                    .causedBy(failed);
        }
    }

    /** The store when the error names it: its rights may differ from those of the directory. */
    private Path failedPart(IOException error) {
        Path store = target.dfMeta();
        if (error instanceof FileSystemException named && store.toString().equals(named.getFile())) {
            return store;
        }
        return target.raftDir();
    }

    /** The inode of the new store, by which it is recognized at the target. */
    long newInode() throws IOException {
        return ImportTarget.inode(Swap.building(workspace(), before()));
    }

    @Override
    public void close() throws IOException {
        try {
            if (workspace != null) {
                disk.deleteTree(workspace);
                DeleteOnExit.remove(workspace);
                workspace = null;
            }
            if (createdLock != null && Files.exists(createdLock)) {
                disk.delete(createdLock);
            }
        } finally {
            locks.forEach(FileLock::close);
            locks.clear();
            release();
        }
    }

    private void release() throws IOException {
        if (targetLock != null) {
            targetLock.close();
        }
        for (Path made : madeParents) {
            if (Files.exists(made) && DirectoryListing.list(made).isEmpty()) {
                disk.delete(made);
            }
        }
        madeParents.clear();
    }
}
