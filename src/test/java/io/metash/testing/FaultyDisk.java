package io.metash.testing;

import io.metash.files.Disk;
import io.metash.files.FileOwnership;
import io.metash.files.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * A disk with failing calls: one call, as on a full or failing disk, or all calls from one on, as if the process had
 * been killed. A failing write writes half of its bytes.
 */
public final class FaultyDisk implements Disk {
    private final Disk real = Disk.real();
    private final long failAt;
    private final boolean killed;
    private final boolean exchanges;
    private final boolean full;
    private long calls;

    /** Fails at a call, counted from 0; -1 never. {@code exchanges}: whether the file system can exchange names. */
    public FaultyDisk(long failAt, boolean killed, boolean exchanges) {
        this(failAt, killed, exchanges, false);
    }

    private FaultyDisk(long failAt, boolean killed, boolean exchanges, boolean full) {
        this.failAt = failAt;
        this.killed = killed;
        this.exchanges = exchanges;
        this.full = full;
    }

    /** A disk that is full from a call on: nothing can be created or written, all other calls work. */
    public static FaultyDisk full(long from, boolean exchanges) {
        return new FaultyDisk(from, false, exchanges, true);
    }

    /** The number of calls so far. */
    public long calls() {
        return calls;
    }

    private boolean fails() {
        long call = calls++;
        return !full && failAt >= 0 && (call == failAt || (killed && call > failAt));
    }

    private void check(Path file) throws IOException {
        if (fails()) {
            throw new FileSystemException(file.toString(), null, "injected");
        }
    }

    /** A call that needs space. */
    private void checkRoom(Path file) throws IOException {
        boolean noRoom = full && failAt >= 0 && calls >= failAt;
        check(file);
        if (noRoom) {
            throw new FileSystemException(file.toString(), null, "No space left on device");
        }
    }

    @Override
    public WritableFile create(Path file, FileOwnership look) throws IOException {
        checkRoom(file);
        return new FaultyFile(real.create(file, look));
    }

    @Override
    public void createDirectory(Path directory, FileOwnership look) throws IOException {
        checkRoom(directory);
        real.createDirectory(directory, look);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        check(directory);
        real.syncDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        check(from);
        real.rename(from, to);
    }

    @Override
    public void renameNew(Path from, Path to) throws IOException {
        check(from);
        real.renameNew(from, to);
    }

    @Override
    public void exchange(Path a, Path b) throws IOException {
        check(a);
        if (!exchanges) {
            throw new io.metash.files.ExchangeUnsupported(a, b);
        }
        real.exchange(a, b);
    }

    @Override
    public void delete(Path file) throws IOException {
        check(file);
        real.delete(file);
    }

    private final class FaultyFile implements WritableFile {
        private final WritableFile file;

        FaultyFile(WritableFile file) {
            this.file = file;
        }

        @Override
        public void sync() throws IOException {
            check(file.path());
            file.sync();
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public int write(ByteBuffer src) throws IOException {
            boolean noRoom = full && failAt >= 0 && calls >= failAt;
            if (fails() || noRoom) {
                ByteBuffer half = src.duplicate();
                half.limit(src.position() + src.remaining() / 2);
                file.write(half);
                throw new FileSystemException(file.path().toString(), null, "injected");
            }
            return file.write(src);
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return file.read(dst);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            file.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            check(file.path());
            file.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
