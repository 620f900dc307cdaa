package io.metash.files;

import io.metash.record.FileError;
import io.metash.record.OutputError;
import io.metash.record.PathName;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only once it is complete and durable: written as {@code .NAME.metash-RANDOM} in
 * the same directory, synced, renamed. Closing it without {@link #commit} discards it. A link is followed and its
 * target replaced; a device or a pipe is written directly (decisions 14).
 */
public final class AtomicFile implements Closeable {
    /** The digits of the largest number in base 36. */
    private static final int RANDOM_DIGITS = 13;

    private final Path target;
    private final @Nullable Path temporary;
    private final Disk disk;
    private final @Nullable WritableFile file;
    private final OutputStream stream;
    /** The registration of a regular file; null for a device or a pipe. */
    private final @Nullable PendingOutput output;

    private boolean prepared;
    private boolean done;

    private AtomicFile(
            Path target,
            @Nullable Path temporary,
            Disk disk,
            @Nullable WritableFile file,
            OutputStream stream,
            @Nullable PendingOutput output) {
        this.target = target;
        this.temporary = temporary;
        this.disk = disk;
        this.file = file;
        this.stream = stream;
        this.output = output;
    }

    /** Starts a new file; the target is untouched until {@link #commit}. */
    public static AtomicFile begin(Path given, Disk disk) throws IOException {
        PathName.require(given);
        boolean special = Files.exists(given) && !Files.isRegularFile(given) && !Files.isDirectory(given);
        if (special) {
            // A link to a pipe, such as /dev/stdout, cannot be resolved to a path.
            OutputStream device = new FileOutputStream(given.toFile());
            OutputStream content = new Content(device, failed -> FileError.named(failed, given));
            return new AtomicFile(given, null, disk, null, content, null);
        }
        Path target;
        if (Files.isSymbolicLink(given) && Files.exists(given)) {
            target = given.toRealPath();
        } else {
            // A dangling link is followed: a file that replaces it would inherit its mode, 0777.
            target = DirectoryIdentity.linkEnd(given.toAbsolutePath());
        }
        if (Files.isDirectory(target)) {
            throw new FileSystemException(target.toString(), null, "this is a directory");
        }
        Path parent = parent(target);
        if (!Files.isDirectory(parent)) {
            throw new NoSuchFileException(parent.toString(), null, "no such directory");
        }
        requireRoom(target);
        String random = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        Path temporary = temporary(target, random);
        @Nullable
        FileOwnership ownership = Files.exists(target, LinkOption.NOFOLLOW_LINKS) ? FileOwnership.of(target) : null;
        WritableFile file;
        try {
            file = DeleteOnExit.create(temporary, () -> disk.create(temporary, ownership));
        } catch (FileSystemException failed) {
            throw OutputError.unchanged(target, failed);
        }
        return new AtomicFile(
                target,
                temporary,
                disk,
                file,
                new Content(Channels.newOutputStream(file), failed -> OutputError.unchanged(target, failed)),
                PendingOutput.begin(given));
    }

    /** The content of a file, whose errors name the target. */
    private static final class Content extends OutputStream {
        private final OutputStream file;
        private final UnaryOperator<IOException> named;

        Content(OutputStream file, UnaryOperator<IOException> named) {
            this.file = file;
            this.named = named;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] from, int at, int length) throws IOException {
            try {
                file.write(from, at, length);
            } catch (IOException failed) {
                throw named.apply(failed);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static Path temporary(Path target, String random) {
        return target.resolveSibling(String.format(Locale.ROOT, ".%s.metash-%s", target.getFileName(), random));
    }

    /**
     * Rejects a target whose temporary name would be too long for the file system.
     *
     * @throws io.metash.record.Failure with status 2
     */
    public static void requireRoom(Path target) throws IOException {
        NameLength.require(target, temporary(target, "x".repeat(RANDOM_DIGITS)));
    }

    /** The directory of a file; a path that is a file has one. */
    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    /** The stream to write the content to; must not be closed. */
    public OutputStream stream() {
        return stream;
    }

    /** Makes the file readable by all users. */
    public void readableByAll() throws IOException {
        if (temporary != null) {
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /** Completes the file on an interruption, which otherwise discards it. */
    public void keepOnInterruption() {
        if (output != null) {
            output.keep();
        }
    }

    /** Whether the target is a regular file, not a device or a pipe. */
    public boolean regular() {
        return temporary != null;
    }

    /** Whether the content has its final name, even if a later step failed. */
    public boolean inPlace() {
        return temporary == null || !Files.exists(temporary);
    }

    /** The final name, links resolved. */
    public Path target() {
        return target;
    }

    /**
     * Makes the complete content durable, still under its temporary name.
     *
     * @throws io.metash.record.Failure with status 130 when an interruption has withdrawn the file
     */
    public void prepare() throws IOException {
        stream.flush();
        if (file != null && !prepared) {
            try {
                file.sync();
                file.close();
            } catch (IOException failed) {
                throw OutputError.unchanged(target, failed);
            }
        }
        if (output != null && !prepared) {
            output.claim();
        }
        prepared = true;
    }

    /**
     * Syncs the content and renames it to its final name.
     *
     * @throws OutputError that says whether the content has its final name
     */
    public void commit() throws IOException {
        prepare();
        if (temporary == null) {
            stream.close();
        } else {
            try {
                disk.rename(temporary, target);
            } catch (IOException failed) {
                throw OutputError.unchanged(target, failed);
            }
            named(temporary);
            try {
                disk.syncDirectory(parent(target));
            } catch (IOException failed) {
                throw OutputError.unsynced(target, failed);
            }
        }
        done = true;
    }

    /** Like {@link #commit}, but fails when the name exists; check and rename are one atomic step. */
    public void commitNew() throws IOException {
        commitNew(target);
    }

    /**
     * Like {@link #commitNew()}, under another name in the same directory. A file that cannot be made durable is
     * removed.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the name is taken; the content stays under its
     *     temporary name
     */
    public void commitNew(Path name) throws IOException {
        prepare();
        if (temporary == null) {
            throw new IllegalStateException("a device or a pipe has its name already: " + target);
        }
        Path free = name.toAbsolutePath();
        try {
            disk.renameNew(temporary, free);
        } catch (FileAlreadyExistsException exists) {
            throw exists;
        } catch (IOException failed) {
            throw OutputError.unchanged(free, failed);
        }
        named(temporary);
        done = true;
        try {
            disk.syncDirectory(parent(free));
        } catch (IOException failed) {
            disk.withdraw(free, failed);
            if (FreeName.exists(free)) {
                throw OutputError.unsynced(free, failed);
            }
            throw OutputError.unchanged(free, failed);
        }
    }

    private void named(Path before) {
        DeleteOnExit.remove(before);
        if (output != null) {
            output.written();
        }
    }

    @Override
    public void close() throws IOException {
        if (done) {
            return;
        }
        done = true;
        if (output != null) {
            output.discard();
        }
        stream.close();
        if (temporary != null && file != null) {
            file.close();
            if (Files.exists(temporary)) {
                disk.delete(temporary);
            }
            DeleteOnExit.remove(temporary);
        }
    }
}
