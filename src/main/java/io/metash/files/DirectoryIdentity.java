package io.metash.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares directories by identity, through links, bind mounts, {@code .} and {@code ..}. */
public final class DirectoryIdentity {
    /** The limit of Linux. */
    private static final int MAX_LINKS = 40;

    private DirectoryIdentity() {}

    /**
     * Whether {@code inner} is {@code outer} or inside it; the part of a path that does not exist is compared by
     * name.
     */
    public static boolean contains(Path outer, Path inner) throws IOException {
        Path realOuter = real(outer);
        Path realInner = real(inner);
        if (realInner.startsWith(realOuter)) {
            return true;
        }
        Path ancestor = existing(realOuter);
        Path rest = ancestor.relativize(realOuter);
        for (Path up = realInner; up != null; up = up.getParent()) {
            // A bind mount has a different path but the same inode.
            if (Files.exists(up)
                    && Files.isSameFile(up, ancestor)
                    && up.relativize(realInner).startsWith(rest)) {
                return !rest.toString().isEmpty() || Files.exists(realOuter);
            }
        }
        return false;
    }

    /** Whether one of two directories is or contains the other. */
    public static boolean overlap(Path a, Path b) throws IOException {
        return contains(a, b) || contains(b, a);
    }

    /** The path with all links in its existing part resolved. */
    public static Path real(Path path) throws IOException {
        Path absolute = linkEnd(path.toAbsolutePath());
        Path ancestor = existing(absolute);
        Path real = ancestor.toRealPath();
        // A ".." after a link leads out of its target, so only the part that does not exist is normalized.
        if (ancestor.equals(absolute)) {
            return real;
        }
        return real.resolve(absolute.subpath(ancestor.getNameCount(), absolute.getNameCount()))
                .normalize();
    }

    /**
     * The path that a link leads to, which need not exist; other paths unchanged.
     *
     * @throws FileSystemException when links form a loop
     */
    static Path linkEnd(Path path) throws IOException {
        Path end = path;
        for (int links = 0; Files.isSymbolicLink(end); links++) {
            if (links == MAX_LINKS) {
                throw new FileSystemException(path.toString(), null, "Too many levels of symbolic links");
            }
            end = end.resolveSibling(Files.readSymbolicLink(end));
        }
        return end;
    }

    /** The part of an absolute path that exists; the root always does. */
    static Path existing(Path absolute) {
        Path up = absolute;
        for (Path parent = absolute; parent != null; parent = parent.getParent()) {
            up = parent;
            if (Files.exists(parent)) {
                break;
            }
        }
        return up;
    }
}
