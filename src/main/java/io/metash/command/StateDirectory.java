package io.metash.command;

import io.metash.record.HomeDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * The state directory of metash: {@code $XDG_STATE_HOME/metash}, else {@code ~/.local/state/metash}. Its files are private
 * (mode 0600), whatever the umask; links are not followed.
 *
 * @param root the directory; need not exist
 */
public record StateDirectory(Path root) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** System property that overrides the state directory, for tests and background runs. */
    public static final String PROPERTY = "metash.state";

    /** The state directory of the current user. */
    public static StateDirectory ofUser() {
        String other = System.getProperty(PROPERTY);
        if (other != null) {
            return new StateDirectory(Path.of(other));
        }
        return of(System.getenv(), HomeDirectory.path().toString());
    }

    static StateDirectory of(Map<String, String> environment, String home) {
        String xdg = environment.get("XDG_STATE_HOME");
        // The XDG base directory specification says to ignore relative paths.
        Path base;
        if (xdg != null && xdg.startsWith("/")) {
            base = Path.of(xdg);
        } else {
            base = Path.of(home, ".local", "state");
        }
        return new StateDirectory(base.resolve("metash"));
    }

    /** A file in it. */
    public Path file(String name) {
        return root.resolve(name);
    }

    /** Whether the last line of a file has no line end. */
    private static boolean endsInside(Path file) throws IOException {
        try (SeekableByteChannel in =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (in.size() == 0) {
                return false;
            }
            ByteBuffer last = ByteBuffer.allocate(1);
            in.position(in.size() - 1);
            return in.read(last) == 1 && last.get(0) != '\n';
        }
    }

    /** Appends bytes to a file in one write, so that concurrent processes do not mix their lines. */
    public void append(String name, byte[] bytes) throws IOException {
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = file(name);
        try (SeekableByteChannel out = Files.newByteChannel(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            if (!Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
            ByteBuffer all = ByteBuffer.allocate(bytes.length + 1);
            if (endsInside(file)) {
                // A killed process or a full disk left an incomplete line: end it first.
                all.put((byte) '\n');
            }
            out.write(all.put(bytes).flip());
        }
    }
}
