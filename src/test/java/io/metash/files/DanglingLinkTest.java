package io.metash.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link whose target does not exist yet is followed, as the shell does for {@code >}. */
class DanglingLinkTest {
    @TempDir
    Path scratch;

    @Test
    void anOutputIsCreatedAtItsEndForItsOwnerOnly() throws IOException {
        Path real = scratch.toRealPath();
        Path second = Files.createSymbolicLink(real.resolve("second"), Path.of("end"));
        Path first = Files.createSymbolicLink(real.resolve("first"), second);
        try (AtomicFile file = AtomicFile.begin(first, Disk.real())) {
            file.stream().write('x');
            file.commit();
        }
        assertEquals("x", Files.readString(real.resolve("end")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(real.resolve("end"))));
        assertEquals(second, Files.readSymbolicLink(first));
    }

    @Test
    void aLinkIntoAStoreIsInsideIt() throws IOException {
        Path store = Files.createDirectory(scratch.resolve("store"));
        Path link = Files.createSymbolicLink(scratch.resolve("link"), Path.of("store/new"));
        assertEquals(store.toRealPath().resolve("new"), DirectoryIdentity.real(link));
    }

    @Test
    void aLoopIsRefused() throws IOException {
        Path loop = Files.createSymbolicLink(scratch.resolve("loop"), Path.of("loop"));
        FileSystemException refused =
                assertThrows(FileSystemException.class, () -> AtomicFile.begin(loop, Disk.real()));
        assertEquals(loop + ": Too many levels of symbolic links", refused.getMessage());
    }
}
