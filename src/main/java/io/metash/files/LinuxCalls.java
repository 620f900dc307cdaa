package io.metash.files;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.PrivateLibrary;
import io.metash.record.ShellWord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Linux calls without a Java equivalent: flock, fstat, renameat2 with flags, and poll. The native library loads on first use. */
final class LinuxCalls {
    private static final String DIRECTORY = "jna.boot.library.path";
    private static final String FILE = "libjnidispatch.so";
    private static final int AT_FDCWD = -100;
    private static final int RENAME_NOREPLACE = 1;
    private static final int RENAME_EXCHANGE = 2;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_RDONLY = 0;
    private static final int O_NONBLOCK = 04000;
    private static final int O_NOFOLLOW = noFollow();
    private static final int O_CLOEXEC = 02000000;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int SYS_FSTAT = fstatNumber();
    /** More than the size of {@code struct stat} on each supported processor; it begins with device and inode. */
    private static final int STATUS_BYTES = 256;
    /** The size of {@code struct pollfd}: a descriptor, the events to wait for, the events that occurred. */
    private static final int POLL_BYTES = 8;

    private static final short POLLIN = 1;
    /** Leaves the owner or the group unchanged. */
    static final int UNCHANGED = -1;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int EEXIST = 17;
    private static final int EXDEV = 18;
    private static final int EINVAL = 22;
    private static final int ENOLCK = 37;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;
    /** The chown errors for missing privileges, for ids unknown to a container, and for file systems without owners. */
    private static final Set<Integer> NOT_ALLOWED = Set.of(EPERM, EINVAL, ENOSYS, EOPNOTSUPP);

    /** The flock errors of file systems without locks, and of network file systems without a lock service. */
    private static final Set<Integer> WITHOUT_LOCKS = Set.of(ENOLCK, EINVAL, ENOSYS, EOPNOTSUPP);

    private LinuxCalls() {}

    /** The functions of the C library under their own names, bound on first use. */
    private static final class C {
        static {
            if (!Platform.isLinux()) {
                throw Failure.of(ExitStatus.IO, "metash writes Raft directories on Linux only")
                        .because("it needs the Linux calls flock and renameat2");
            }
            String directory = System.getProperty(DIRECTORY);
            // The cache may be that of another user, as with sudo -E.
            if (directory != null && Files.isReadable(Path.of(directory, FILE))) {
                bind();
            } else {
                String machine = "x86-64";
                if (System.getProperty("os.arch").equals("aarch64")) {
                    machine = "aarch64";
                }
                PrivateLibrary.load("/com/sun/jna/linux-" + machine + "/" + FILE, file -> {
                    System.setProperty(
                            DIRECTORY, Objects.requireNonNull(file.getParent()).toString());
                    bind();
                });
            }
        }

        private static void bind() {
            // Keep JNA from unpacking a copy and from searching for old copies.
            System.setProperty("jna.nounpack", "true");
            com.sun.jna.Native.register(
                    C.class, NativeLibrary.getProcess(Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
        }

        private C() {}

        static native int open(String path, int flags, int mode) throws LastErrorException;

        static native int close(int fd) throws LastErrorException;

        static native int flock(int fd, int operation) throws LastErrorException;

        static native int poll(byte[] descriptors, long count, int timeoutMs) throws LastErrorException;

        static native long read(int fd, byte[] into, long length) throws LastErrorException;

        static native int renameat2(int fromDir, String from, int toDir, String to, int flags)
                throws LastErrorException;

        static native int chown(String path, int owner, int group) throws LastErrorException;

        /** Calls fstat by number; C libraries before glibc 2.33 do not export it by name. */
        static native long syscall(long number, long fd, byte[] status) throws LastErrorException;
    }

    static {
        // Skip the search for libraries, which starts a process: libc is already loaded.
        if (System.getProperty("jna.platform.library.path") == null) {
            System.setProperty("jna.platform.library.path", "/lib");
        }
    }

    /** Binds the functions; errors are ignored here, the first real call reports them. */
    static void prepare() {
        try {
            C.close(-1);
        } catch (LastErrorException noSuchFile) {
            // A call without effect that loads the library.
            return;
        } catch (LinkageError cannotBeLoaded) {
            // Reported by the first real call.
            return;
        }
    }

    /** Renames to a free name; false when the system cannot do this atomically. */
    static boolean renameNew(Path from, Path to) throws IOException {
        return rename(from, to, RENAME_NOREPLACE);
    }

    /** Exchanges two names; false when the system cannot. */
    static boolean exchange(Path a, Path b) throws IOException {
        return rename(a, b, RENAME_EXCHANGE);
    }

    private static boolean rename(Path from, Path to, int flags) throws IOException {
        try {
            C.renameat2(AT_FDCWD, from.toString(), AT_FDCWD, to.toString(), flags);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        } catch (LastErrorException error) {
            int code = error.getErrorCode();
            if (code == EINVAL || code == ENOSYS || code == EOPNOTSUPP) {
                return false;
            }
            if (code == EEXIST) {
                throw new FileAlreadyExistsException(to.toString());
            }
            if (code == ENOENT) {
                throw new NoSuchFileException(from.toString(), to.toString(), null);
            }
            Path fixed = from;
            if (flags == RENAME_EXCHANGE) {
                fixed = to;
            }
            if (code == EXDEV || code == EBUSY) {
                throw unmovable(fixed);
            }
            if (code == EACCES) {
                throw new AccessDeniedException(fixed.toString());
            }
            throw new FileSystemException(from.toString(), to.toString(), reason(error));
        }
    }

    /** The text of an error, which JNA starts with its number. */
    private static String reason(LastErrorException error) {
        return String.valueOf(error.getMessage()).replaceFirst("^\\[[0-9]+\\] ", "");
    }

    private static Failure unmovable(Path directory) {
        String name = ShellWord.of(directory);
        String copy = ShellWord.of(directory + ".copy");
        return Failure.of(ExitStatus.IO, "this directory cannot be renamed")
                .at(directory.toString())
                .because("it is a mount point, or in the lower layer of an overlay, as the directories of a container"
                        + " image are")
                .next("unless it is a mount point, copy it to the upper layer, then run the same command again: cp -a "
                        + name + " " + copy + " && rm -r " + name + " && mv " + copy + " " + name);
    }

    /** Opens a file and takes its exclusive lock; empty when the lock is held. The caller must close the result. */
    static Optional<Integer> lock(Path file, boolean create) throws IOException {
        int fd = open(file, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0));
        return flock(fd, LOCK_EX | LOCK_NB, file);
    }

    /**
     * Like {@link #lock}, for a file that metash creates: does not follow a link. A file created where locks do not
     * exist is removed.
     */
    static Optional<Integer> lockOwn(Path file) throws IOException {
        int flags = O_RDWR | O_CLOEXEC | O_CREAT | O_NOFOLLOW;
        boolean created = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        int fd;
        try {
            fd = open(file, created ? flags | O_EXCL : flags);
        } catch (FileAlreadyExistsException e) {
            created = false;
            fd = open(file, flags);
        }
        try {
            return flock(fd, LOCK_EX | LOCK_NB, file);
        } catch (Failure noLocks) {
            if (created) {
                Files.delete(file);
            }
            throw noLocks;
        }
    }

    /** The flag has another value on ARM. */
    private static int noFollow() {
        if (System.getProperty("os.arch").equals("aarch64")) {
            return 0100000;
        }
        return 0400000;
    }

    /** The call has another number on ARM. */
    private static int fstatNumber() {
        if (System.getProperty("os.arch").equals("aarch64")) {
            return 80;
        }
        return 5;
    }

    private static int open(Path file, int flags) throws IOException {
        try {
            return C.open(file.toString(), flags, 0600);
        } catch (LastErrorException error) {
            switch (error.getErrorCode()) {
                case ENOENT -> throw new NoSuchFileException(file.toString());
                case EACCES -> throw new AccessDeniedException(file.toString());
                case EEXIST -> throw new FileAlreadyExistsException(file.toString());
                default -> throw new FileSystemException(file.toString(), null, reason(error));
            }
        }
    }

    /** Opens a FIFO or a device for reading; does not wait for a writer. The caller must close the result. */
    static int openPipe(Path file) throws IOException {
        return open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    }

    /** Waits until {@link #read} returns at once, with data, an end or an error; false after {@code ms} milliseconds. */
    static boolean readable(int fd, int ms) throws IOException {
        ByteBuffer wanted = ByteBuffer.allocate(POLL_BYTES).order(ByteOrder.nativeOrder());
        wanted.putInt(fd).putShort(POLLIN);
        try {
            return C.poll(wanted.array(), 1, ms) > 0;
        } catch (LastErrorException error) {
            if (error.getErrorCode() == EINTR) {
                return false;
            }
            throw new IOException("poll: " + reason(error), error);
        }
    }

    /** Reads what a pipe holds: the number of bytes, 0 if it holds none yet, -1 at its end. */
    static int read(int fd, byte[] into, Path file) throws IOException {
        try {
            int count = (int) C.read(fd, into, into.length);
            if (count == 0) {
                return -1;
            }
            return count;
        } catch (LastErrorException error) {
            if (error.getErrorCode() == EINTR || error.getErrorCode() == EAGAIN) {
                return 0;
            }
            throw new FileSystemException(file.toString(), null, reason(error));
        }
    }

    private static Optional<Integer> flock(int fd, int operation, Path file) throws IOException {
        while (true) {
            try {
                C.flock(fd, operation);
                return Optional.of(fd);
            } catch (LastErrorException error) {
                if (error.getErrorCode() == EINTR) {
                    continue;
                }
                close(fd);
                if (error.getErrorCode() == EAGAIN) {
                    return Optional.empty();
                }
                if (WITHOUT_LOCKS.contains(error.getErrorCode())) {
                    throw withoutLocks(file, error);
                }
                throw new FileSystemException(file.toString(), null, reason(error));
            }
        }
    }

    private static Failure withoutLocks(Path file, LastErrorException error) {
        return Failure.of(ExitStatus.IO, "this file system has no locks")
                .at(file.toString())
                .because("flock: " + reason(error)
                        + "; without one, two commands or a server could change the same files; nothing was changed")
                .next("mount it with locks (NFS: with its lock service running, without nolock), or use a local disk")
                .causedBy(error);
    }

    /** Whether a path names the file that a descriptor has open; false when nothing has this name. */
    static boolean isSameFile(int fd, Path file) throws IOException {
        ByteBuffer status = ByteBuffer.allocate(STATUS_BYTES).order(ByteOrder.nativeOrder());
        try {
            C.syscall(SYS_FSTAT, fd, status.array());
        } catch (LastErrorException error) {
            throw new FileSystemException(file.toString(), null, reason(error));
        }
        try {
            Map<String, Object> named = Files.readAttributes(file, "unix:dev,ino");
            Map<String, Object> opened = Map.of("dev", status.getLong(0), "ino", status.getLong(Long.BYTES));
            return named.equals(opened);
        } catch (NoSuchFileException removed) {
            return false;
        }
    }

    /** Closes a descriptor without data to write. An error is ignored, as the descriptor is closed all the same. */
    static void close(int fd) {
        try {
            C.close(fd);
        } catch (LastErrorException e) {
            return;
        }
    }

    /** Changes owner and group; false when the user may not, or the file system has no owners. */
    static boolean mayChown(Path file, int owner, int group) throws IOException {
        try {
            C.chown(file.toString(), owner, group);
            return true;
        } catch (LastErrorException error) {
            if (NOT_ALLOWED.contains(error.getErrorCode())) {
                return false;
            }
            throw new FileSystemException(file.toString(), null, reason(error));
        }
    }
}
