package io.metash.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.record.Failure;
import io.metash.record.OutputError;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static String text(Throwable thrown) {
        Failure failure = Failures.of(thrown);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Failures.render(failure, new PrintStream(out, true, StandardCharsets.UTF_8), false);
        return failure.status().code() + " " + out.toString(StandardCharsets.UTF_8);
    }

    /** Where /tmp is mounted noexec, native parts of libraries cannot be loaded from it. */
    @Test
    void aNativeLibraryThatCannotBeLoadedIsNotABug() {
        String next =
                "  next   it needs a directory that permits execution: set METASH_JAVA_OPTIONS=-Djava.io.tmpdir=DIR to"
                        + " another directory\n";
        assertEquals(
                "7 metash: a native library cannot be loaded\n  why    x.so: failed to map segment\n" + next,
                text(new UnsatisfiedLinkError("x.so: failed to map segment")));
        // The error of later uses of the same class.
        NoClassDefFoundError later = new NoClassDefFoundError("Could not initialize class Native$C");
        later.initCause(
                new ExceptionInInitializerError("Exception java.lang.UnsatisfiedLinkError: x.so: no [in thread t]"));
        assertEquals(
                "7 metash: a native library cannot be loaded\n"
                        + "  why    Exception java.lang.UnsatisfiedLinkError: x.so: no [in thread t]\n"
                        + next,
                text(later));
    }

    @Test
    void anotherMissingClassIsABug() {
        assertEquals(
                "70 metash: internal error: java.lang.NoClassDefFoundError: a/B\n  why    this is a bug in metash\n"
                        + "  next   run it again with --debug and report the output\n",
                text(new NoClassDefFoundError("a/B")));
    }

    /** Streams of java.io report every cause with one exception. */
    @Test
    void aFileThatCannotBeOpenedIsReportedWithItsReason() {
        assertEquals(
                "7 metash: no such file\n  where  /a (b)/c\n  next   check the spelling of the path\n",
                text(new FileNotFoundException("/a (b)/c (No such file or directory)")));
        assertEquals(
                "7 metash: permission denied\n  where  /a\n  next   run metash as its owner\n",
                text(new FileNotFoundException("/a (Permission denied)")));
        assertEquals(
                "7 metash: the operating system reports: Is a directory\n  where  /a\n",
                text(new FileNotFoundException("/a (Is a directory)")));
        assertEquals(
                "7 metash: no such file\n  where  a\n  next   check the spelling of the path\n",
                text(new FileNotFoundException("a")));
    }

    /** An error of an output says what is under its name now. */
    @Test
    void anErrorOfAnOutputSaysWhatIsUnderItsName() {
        Path file = Path.of("/a/missing");
        IOException disk = new FileSystemException("/a/.missing.metash-1", null, "Input/output error");
        String next = "  next   check the disk, then run the same command again\n";
        assertEquals(
                "7 metash: the operating system reports: Input/output error\n"
                        + "  where  /a/missing\n  why    no file was created\n" + next,
                text(OutputError.unchanged(file, disk)));
        assertEquals(
                "7 metash: the operating system reports: Input/output error\n"
                        + "  where  /\n  why    the existing file is unchanged\n" + next,
                text(OutputError.unchanged(Path.of("/"), disk)));
        assertEquals(
                "7 metash: the new file is complete, but may not survive a power failure\n"
                        + "  where  /a/missing\n  why    its directory could not be synced: Input/output error\n"
                        + next,
                text(OutputError.unsynced(file, disk)));
    }

    /** The name of a temporary file that was never created helps nobody. */
    @Test
    void anOutputThatCannotBeCreatedIsNamed() {
        Exception failed = assertThrows(IOException.class, () -> AtomicFile.begin(Path.of("/proc/x"), Disk.real()));
        assertEquals(
                "7 metash: no such file\n  where  /proc/x\n  why    no file was created\n"
                        + "  next   check the spelling of the path\n",
                text(failed));
    }

    @Test
    void aFullDeviceIsNamed() throws IOException {
        try (AtomicFile full = AtomicFile.begin(Path.of("/dev/full"), Disk.real())) {
            Exception failed =
                    assertThrows(IOException.class, () -> full.stream().write(1));
            assertEquals(
                    "7 metash: the disk is full\n  where  /dev/full\n"
                            + "  next   free some space, then run the same command again\n",
                    text(failed));
        }
    }

    @Test
    void errorsOfFullAndReadOnlyDisksHaveANextStep() {
        assertEquals(
                "7 metash: the operating system reports: Disk quota exceeded\n  where  /a\n"
                        + "  next   free some space, then run the same command again\n",
                text(new FileSystemException("/a", null, "Disk quota exceeded")));
        assertEquals(
                "7 metash: the operating system reports: Read-only file system\n  where  /a\n"
                        + "  next   mount it read-write, or name a file on another file system\n",
                text(new FileSystemException("/a", null, "Read-only file system")));
    }
}
