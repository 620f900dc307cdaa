package io.metash.raftdir.wal;

import io.metash.files.DamagedStore;
import io.metash.files.DirectoryListing;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Note;
import io.metash.record.RegularFile;
import io.metash.record.U64;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A log directory, read-only. Opening replays all records once and keeps the resulting state and the list of
 * truncations; entries are read in a second pass, without those purged or truncated. Memory does not grow with the
 * log. The chunks stay open with the log: a running server that purges them only removes their names.
 */
public final class WalDir implements Closeable {
    private final Path directory;
    private final List<Chunk> chunks;
    private final List<FileChannel> channels = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private LogState state = LogState.EMPTY;
    /** The last entry before the first chunk, or null. */
    private @Nullable LogId before;

    /**
     * A truncation: earlier entries above an index are gone.
     *
     * @param ordinal the number of the truncating record in the whole log
     * @param after the last remaining index, or -1 for none
     */
    private record Cut(long ordinal, long after, boolean all) {
        boolean removes(long index) {
            return all || U64.compare(index, after) > 0;
        }
    }

    private WalDir(Path directory, List<Chunk> chunks) {
        this.directory = directory;
        this.chunks = chunks;
    }

    /**
     * Opens a log and replays it.
     *
     * @throws NoSuchFileException when a running server removed a chunk during opening; the caller starts over
     * @throws Failure with status 3 for damage
     */
    public static WalDir open(Path directory) throws IOException {
        return open(directory, null);
    }

    /** Opens the intact part of a damaged log, up to the first damage. The rest is reported to {@code losses}. */
    public static WalDir salvage(Path directory, List<String> losses) throws IOException {
        return open(directory, losses);
    }

    private static WalDir open(Path directory, @Nullable List<String> losses) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        for (Path file : DirectoryListing.list(directory)) {
            String name = file.getFileName().toString();
            OptionalLong start = Chunk.start(name);
            if (start.isPresent()) {
                chunks.add(new Chunk(start.getAsLong(), file, Files.size(file)));
            } else if (!name.equals("LOCK")) {
                notes.add(Note.about(Note.Code.STRAY_LOG_FILE, name, "not a log chunk: " + name));
            }
        }
        chunks.sort((a, b) -> U64.compare(a.start(), b.start()));
        WalDir log = new WalDir(directory, chunks);
        log.notes.addAll(notes);
        try {
            for (Chunk chunk : chunks) {
                log.channels.add(RegularFile.openChannel(chunk.file()));
            }
            log.checkGaps(losses);
            log.replay(losses);
            log.checkStart(losses);
        } catch (IOException | RuntimeException unreadable) {
            log.close();
            throw unreadable;
        }
        return log;
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }

    private ChunkReader reader(int chunk) {
        return new ChunkReader(chunks.get(chunk), channels.get(chunk), chunk == chunks.size() - 1);
    }

    private void checkGaps(@Nullable List<String> losses) {
        for (int i = 1; i < chunks.size(); i++) {
            Chunk before = chunks.get(i - 1);
            Chunk chunk = chunks.get(i);
            if (before.start() + before.size() != chunk.start()) {
                if (losses != null) {
                    losses.add("the log has a gap before " + chunk.file().getFileName());
                    dropFrom(i, losses);
                    return;
                }
                throw Failure.of(ExitStatus.DAMAGED, "the raft log has a gap between its chunks")
                        .at(chunk.file().toString())
                        .because("it starts at " + U64.text(chunk.start()) + ", the previous one ends at "
                                + U64.text(before.start() + before.size()))
                        .next(DamagedStore.next(chunk.file()));
            }
        }
    }

    /** Checks the start of the log: the first chunks are removed only when all their entries are purged. */
    private void checkStart(@Nullable List<String> losses) {
        if (chunks.isEmpty() || chunks.get(0).start() == 0 || before == null) {
            return;
        }
        LogId purged = state.purged();
        if (purged != null && U64.compare(purged.index(), before.index()) >= 0) {
            return;
        }
        Chunk first = chunks.get(0);
        String why = "it starts at " + U64.text(first.start()) + " and continues after " + before + ", but "
                + (purged == null ? "nothing" : purged) + " was purged: the chunks before it are missing";
        if (losses == null) {
            throw Failure.of(ExitStatus.DAMAGED, "the first files of the raft log are missing")
                    .at(first.file().toString())
                    .because(why)
                    .next(DamagedStore.next(first.file()));
        }
        losses.add(first.file().getFileName() + ": " + why);
    }

    /** Drops the chunks from a number on. */
    private void dropFrom(int from, List<String> losses) {
        while (chunks.size() > from) {
            Chunk chunk = chunks.remove(chunks.size() - 1);
            losses.add("chunk " + chunk.file().getFileName() + ", " + chunk.size() + " bytes, after the damage");
        }
    }

    /** Ends the log before an unreadable record. */
    private void endBefore(int number, long place, Failure damaged, List<String> losses) {
        Chunk chunk = chunks.get(number);
        losses.add(damaged.where() + ": " + damaged.why());
        losses.add((chunk.size() - place) + " bytes of " + chunk.file().getFileName() + " from byte " + place
                + (state.last() == null ? "" : "; the last log entry before them is " + state.last()));
        dropFrom(number + 1, losses);
        if (place == 0) {
            chunks.remove(number);
        } else {
            chunks.set(number, new Chunk(chunk.start(), chunk.file(), place));
        }
    }

    private void replay(@Nullable List<String> losses) throws IOException {
        long ordinal = 0;
        for (int i = 0; i < chunks.size(); i++) {
            ChunkReader reader = reader(i);
            long sound = 0;
            try {
                for (WalRecord record = reader.next(); record != null; record = reader.next()) {
                    if (ordinal == 0 && record instanceof WalRecord.State first) {
                        before = first.state().last();
                    }
                    apply(record, ordinal++, reader);
                    sound = reader.recordEnd();
                }
            } catch (Failure damaged) {
                if (losses == null) {
                    throw damaged;
                }
                endBefore(i, sound, damaged, losses);
                return;
            }
            if (reader.torn() != null) {
                notes.add(new Note(Note.Code.TORN_LOG, reader.torn()));
            }
        }
    }

    private void apply(WalRecord record, long ordinal, ChunkReader reader) {
        try {
            state = state.after(record);
        } catch (IllegalArgumentException e) {
            throw reader.damaged(reader.recordStart(), e.getMessage());
        }
        if (record instanceof WalRecord.TruncateAfter cut) {
            cuts.add(new Cut(ordinal, cut.id() == null ? 0 : cut.id().index(), cut.id() == null));
        }
    }

    /** Whether there are no chunks: the store was never written. */
    public boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** The state after replaying the log. */
    public LogState state() {
        return state;
    }

    /** Remarks for the user: a torn tail, foreign files. */
    public List<Note> notes() {
        return notes;
    }

    /** The size of all chunks, bytes. */
    public long sizeBytes() {
        long bytes = 0;
        for (Chunk chunk : chunks) {
            bytes += chunk.size();
        }
        return bytes;
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }

    /** All entries that are neither purged nor truncated. */
    public EntryCursor entries() {
        return new Entries(null);
    }

    /** The entries from an index on. */
    public EntryCursor entries(long fromIndex) {
        return new Entries(fromIndex);
    }

    /** Reads the entries in a second pass. */
    private final class Entries implements EntryCursor {
        private final @Nullable Long from;
        private int chunk;
        private @Nullable ChunkReader reader;
        private long ordinal;
        private long doneBytes;
        private long lastStart;

        Entries(@Nullable Long from) {
            this.from = from;
        }

        @Override
        public @Nullable Entry next() throws IOException {
            while (true) {
                if (reader == null) {
                    if (chunk >= chunks.size()) {
                        return null;
                    }
                    reader = reader(chunk);
                }
                WalRecord record = reader.next();
                if (record == null) {
                    doneBytes += chunks.get(chunk).size();
                    reader = null;
                    chunk++;
                    continue;
                }
                long number = ordinal++;
                if (record instanceof WalRecord.Append append
                        && isLive(append.entry().logId().index(), number)) {
                    lastStart = reader.recordStart();
                    return append.entry();
                }
            }
        }

        private boolean isLive(long index, long number) {
            LogId purged = state.purged();
            if (purged != null && U64.compare(index, purged.index()) <= 0) {
                return false;
            }
            if (from != null && U64.compare(index, from) < 0) {
                return false;
            }
            for (int i = cuts.size() - 1; i >= 0 && cuts.get(i).ordinal > number; i--) {
                if (cuts.get(i).removes(index)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String position() {
            if (chunks.isEmpty()) {
                return directory.toString();
            }
            Chunk of = chunks.get(Math.min(chunk, chunks.size() - 1));
            return of.file() + " (byte " + lastStart + ")";
        }

        @Override
        public long bytesRead() {
            return doneBytes + (reader == null ? 0 : reader.recordEnd());
        }

        @Override
        public void close() {
            reader = null;
            chunk = chunks.size();
        }
    }
}
