package io.metash.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks whether a lock is held, without taking it and without opening anything for writing. */
public final class LockProbe {
    private LockProbe() {}

    /**
     * Who holds a lock.
     *
     * @param pid the process id
     * @param program its name, or "?" when it cannot be read
     */
    public record Holder(long pid, String program) {}

    /** Whether somebody holds the exclusive lock of a file; false when the file is not there. */
    public static boolean busy(Path file) throws IOException {
        return Files.isReadable(file) && LinuxCalls.locked(file);
    }

    /** Who holds it, as far as the system tells: processes of other containers and hosts are not seen. */
    public static Optional<Holder> holder(Path file) throws IOException {
        Path locks = Path.of("/proc/locks");
        if (!Files.exists(file) || !Files.isReadable(locks)) {
            return Optional.empty();
        }
        String inode = ":" + Files.getAttribute(file, "unix:ino");
        for (String line : Files.readAllLines(locks, StandardCharsets.US_ASCII)) {
            String[] fields = line.trim().split("\\s+");
            boolean exclusive = fields.length > 5 && fields[1].equals("FLOCK") && fields[3].equals("WRITE");
            if (exclusive && fields[5].endsWith(inode)) {
                long pid = Long.parseLong(fields[4]);
                return Optional.of(new Holder(pid, program(pid)));
            }
        }
        return Optional.empty();
    }

    private static String program(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).trim();
        } catch (IOException gone) {
            return "?";
        }
    }
}
