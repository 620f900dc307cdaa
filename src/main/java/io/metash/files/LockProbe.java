package io.metash.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks whether a lock is held, without locking or opening the file for writing. */
public final class LockProbe {
    private static final Path LOCKS = Path.of("/proc/locks");

    private LockProbe() {}

    /**
     * The holder of a lock.
     *
     * @param pid the process id
     * @param program its name, or "?" when it cannot be read
     */
    public record Holder(long pid, String program) {
        /** Whether this is a metash command other than {@code serve}, which locks a store to replace it. */
        public boolean isCommand() {
            try {
                List<String> words = List.of(
                        Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("[\0\\s]+"));
                return words.contains("io.metash.Main") && !words.contains("serve");
            } catch (IOException gone) {
                return false;
            }
        }

        /** A clause that says what runs on the directory of the lock. */
        public String work() {
            return work("this directory");
        }

        /** A clause that says what runs on a directory. */
        public String work(Object directory) {
            if (isCommand()) {
                return "another metash command is working on " + directory;
            }
            return "a server is running on " + directory;
        }
    }

    /**
     * Whether another process holds the exclusive lock of a file; false when the file is missing. The check never
     * locks the file, not even briefly: a server that starts at that moment would find it locked and exit. Processes
     * that the system does not list (in other containers, on other hosts) are not seen.
     */
    public static boolean busy(Path file) throws IOException {
        return holder(file).isPresent();
    }

    /** The process that holds the lock, if the system lists it. */
    public static Optional<Holder> holder(Path file) throws IOException {
        return holder(file, "FLOCK");
    }

    /** The process that holds a lock of Java, {@code fcntl(2)}, if the system lists it. */
    static Optional<Holder> javaHolder(Path file) throws IOException {
        return holder(file, "POSIX");
    }

    private static Optional<Holder> holder(Path file, String type) throws IOException {
        if (!Files.exists(file) || !Files.isReadable(LOCKS)) {
            return Optional.empty();
        }
        String inode = ":" + Files.getAttribute(file, "unix:ino");
        long device = (Long) Files.getAttribute(file, "unix:dev");
        for (String line : Files.readAllLines(LOCKS, StandardCharsets.US_ASCII)) {
            String[] fields = line.trim().split("\\s+");
            // Waiting processes have an arrow in the second field.
            boolean exclusive = fields.length > 5 && fields[1].equals(type) && fields[3].equals("WRITE");
            if (!exclusive || !fields[5].endsWith(inode)) {
                continue;
            }
            long pid = Long.parseLong(fields[4]);
            if (isDevice(fields[5], device) || hasOpen(pid, file)) {
                return Optional.of(new Holder(pid, program(pid)));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether {@code MAJOR:MINOR:INODE} has the device of {@code stat(2)}; false for files on overlays and
     * subvolumes.
     */
    private static boolean isDevice(String place, long device) {
        String[] parts = place.split(":");
        long major = (device >>> 8) & 0xfff | (device >>> 32) & ~0xfffL;
        long minor = device & 0xff | (device >>> 12) & ~0xffL;
        return Long.parseLong(parts[0], 16) == major && Long.parseLong(parts[1], 16) == (minor & 0xffffffffL);
    }

    /** Whether a process has a file open; true when unknown. */
    private static boolean hasOpen(long pid, Path file) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path one : open.toList()) {
                if (Files.exists(one) && Files.isSameFile(one, file)) {
                    return true;
                }
            }
            return false;
        } catch (IOException notOurs) {
            return true;
        }
    }

    private static String program(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).trim();
        } catch (IOException gone) {
            return "?";
        }
    }
}
