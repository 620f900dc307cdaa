package io.metash.files;

import io.metash.record.PathName;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears under its name only when it is complete and durable: it is written as {@code .NAME.metash-RANDOM}
 * beside it, synced, renamed. Closed without {@link #commit}, nothing happened. A link is followed and what it points to
 * replaced; a device or a pipe is written straight (decisions 14).
 */
public final class AtomicFile implements Closeable {
    private final Path target;
    private final Path temporary;
    private final Disk disk;
    private final WritableFile file;
    private final OutputStream stream;
    private boolean prepared;
    private boolean done;

    private AtomicFile(Path target, Path temporary, Disk disk, WritableFile file, OutputStream stream) {
        this.target = target;
        this.temporary = temporary;
        this.disk = disk;
        this.file = file;
        this.stream = stream;
    }

    /** Begins a file; nothing is at its name before {@link #commit}. */
    public static AtomicFile begin(Path given, Disk disk) throws IOException {
        PathName.require(given);
        boolean special = Files.exists(given) && !Files.isRegularFile(given) && !Files.isDirectory(given);
        if (special) {
            // A link to a pipe, as /dev/stdout may be, leads to no path that could be resolved.
            return new AtomicFile(given, null, disk, null, new FileOutputStream(given.toFile()));
        }
        Path target = Files.isSymbolicLink(given) && Files.exists(given) ? given.toRealPath() : given.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new FileSystemException(target.toString(), null, "this is a folder");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new NoSuchFileException(target.getParent().toString(), null, "no such folder");
        }
        String random = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        Path temporary =
                target.resolveSibling(String.format(Locale.ROOT, ".%s.metash-%s", target.getFileName(), random));
        FileOwnership look = Files.exists(target, LinkOption.NOFOLLOW_LINKS) ? FileOwnership.of(target) : null;
        DeleteOnExit.add(temporary);
        WritableFile file = disk.create(temporary, look);
        return new AtomicFile(target, temporary, disk, file, Channels.newOutputStream(file));
    }

    /** Takes the content; not to be closed. */
    public OutputStream stream() {
        return stream;
    }

    /** Lets every user read the file, not its owner alone. */
    public void readableByAll() throws IOException {
        if (temporary != null) {
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /** Whether it is a file, not a device or a pipe. */
    public boolean regular() {
        return temporary != null;
    }

    /** The name that it will have, links resolved. */
    public Path target() {
        return target;
    }

    /** The content is complete: makes it durable, still under its temporary name. */
    public void prepare() throws IOException {
        stream.flush();
        if (temporary != null && !prepared) {
            file.sync();
            file.close();
        }
        prepared = true;
    }

    /** The content is complete: makes it durable and gives it its name. */
    public void commit() throws IOException {
        prepare();
        if (temporary == null) {
            stream.close();
        } else {
            disk.rename(temporary, target);
            disk.syncDirectory(target.getParent());
            DeleteOnExit.remove(temporary);
        }
        done = true;
    }

    /** The same under a name that must be free, checked in one step with the renaming. */
    public void commitNew() throws IOException {
        commitNew(target);
    }

    /**
     * The same under another name in the same directory.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the name is taken; the content stays under its temporary name
     */
    public void commitNew(Path name) throws IOException {
        prepare();
        Path free = name.toAbsolutePath();
        disk.renameNew(temporary, free);
        disk.syncDirectory(free.getParent());
        DeleteOnExit.remove(temporary);
        done = true;
    }

    @Override
    public void close() throws IOException {
        if (done) {
            return;
        }
        done = true;
        stream.close();
        if (temporary != null) {
            file.close();
            if (Files.exists(temporary)) {
                disk.delete(temporary);
            }
            DeleteOnExit.remove(temporary);
        }
    }
}
