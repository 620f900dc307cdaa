package io.metash.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Failure;
import io.metash.record.OwnFiles;
import io.metash.testing.Java;
import io.metash.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameLockTest {
    @TempDir
    Path scratch;

    private Path target;
    private Path file;

    @BeforeEach
    void names() {
        target = scratch.resolve("b.ndjson");
        file = scratch.resolve(".b.ndjson.metash-lock");
    }

    /** Another process that locks a name until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] words) throws IOException {
            try (NameLock lock = NameLock.acquire(Path.of(words[0]))) {
                System.out.println(lock != null);
                System.out.flush();
                while (System.in.read() >= 0) {
                    // Until the input ends.
                }
            }
        }
    }

    /** Another process that tries to lock a name, and prints the failure. */
    static final class Asker {
        private Asker() {}

        public static void main(String[] words) throws IOException {
            try (NameLock lock = NameLock.acquire(Path.of(words[0]), 3)) {
                System.out.println("locked: " + (lock != null));
            } catch (Failure refused) {
                System.out.println(refused.status().code() + " " + refused.what() + "\n" + refused.where() + "\n"
                        + refused.why() + "\n" + refused.next());
            }
        }
    }

    private void assertRefused(String why) {
        Failure refused = assertThrows(Failure.class, () -> NameLock.acquire(target));
        assertEquals(
                List.of(
                        "6",
                        "a file has the name of a lock, but is not a lock of metash",
                        file.toString(),
                        why,
                        "check what it is, then remove it: rm " + file),
                List.of("" + refused.status().code(), refused.what(), refused.where(), refused.why(), refused.next()));
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path victim = scratch.resolve("victim");
        Files.createSymbolicLink(file, victim);
        assertRefused("it is not a regular file");
        assertTrue(Files.notExists(victim));
        Files.writeString(victim, "sixty bytes of another program, which a mark must not replace");
        assertRefused("it is not a regular file");
        assertEquals("sixty bytes of another program, which a mark must not replace", Files.readString(victim));
        assertTrue(Files.isSymbolicLink(file));
    }

    @Test
    void aPipeOrADirectoryIsRefusedAtOnce() throws Exception {
        Processes.ok(List.of("mkfifo", file.toString()));
        assertRefused("it is not a regular file");
        Files.delete(file);
        Files.createDirectory(file);
        assertRefused("it is not a regular file");
        assertTrue(Files.isDirectory(file));
    }

    @Test
    void aForeignFileIsKept() throws IOException {
        Files.writeString(file, "a note");
        assertRefused("it has 6 bytes, a lock of metash has none or 36");
        assertEquals("a note", Files.readString(file));
        Path victim =
                Files.writeString(scratch.resolve("victim"), "sixty bytes of another program, and its second name");
        Files.delete(file);
        Files.createLink(file, victim);
        assertRefused("it has 51 bytes, a lock of metash has none or 36");
        assertEquals("sixty bytes of another program, and its second name", Files.readString(victim));
    }

    @Test
    void theFileOfAKilledHolderIsTakenOver() throws IOException {
        for (String left : List.of("", "408d1569-cd28-40fd-95b1-2a6828a54d89")) {
            Files.writeString(file, left);
            try (NameLock lock = NameLock.acquire(target)) {
                assertTrue(Files.exists(file), lock::toString);
            }
            try (Stream<Path> files = Files.list(scratch)) {
                assertEquals(List.of(), files.toList());
            }
        }
    }

    private List<String> program(Class<?> main) {
        return Java.command("-cp", System.getProperty("java.class.path"), main.getName(), target.toString());
    }

    /** What a process without rights to the lock file prints; root drops its rights for this. */
    private String printedWithoutRights() throws Exception {
        List<String> command = new ArrayList<>();
        if (OwnFiles.user() == 0) {
            String without = "-dac_override,-dac_read_search";
            command.addAll(List.of("setpriv", "--bounding-set=" + without, "--inh-caps=" + without));
        }
        command.addAll(program(Asker.class));
        return Processes.ok(command);
    }

    @Test
    void aLockOfAnotherUserIsRespected() throws Exception {
        Process holder = new ProcessBuilder(program(Holder.class))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertEquals("true", holder.inputReader().readLine());
            Files.setPosixFilePermissions(file, Set.of());
            assertEquals(
                    "6 another metash command is writing this file\n" + target + "\nprocess " + holder.pid()
                            + " (java) holds " + file + "\nwait until it ends, then run the same command again\n",
                    printedWithoutRights());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertEquals(
                "6 a metash command of another user was killed while it wrote this file\n" + file
                        + "\nits lock belongs to " + Files.getOwner(file).getName()
                        + ", and no process of this machine holds it\n"
                        + "if no command of that user is running on another machine, remove it: rm " + file + "\n",
                printedWithoutRights());
        Files.delete(file);
        assertEquals("locked: true\n", printedWithoutRights());
    }

    @Test
    void aHolderThatNeverEndsIsReported() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(program(Holder.class));
        Process holder = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertEquals("true", holder.inputReader().readLine());
            Failure refused = assertThrows(Failure.class, () -> NameLock.acquire(target, 3));
            assertEquals(
                    List.of(
                            "6",
                            "another metash command is writing this file",
                            target.toString(),
                            "process " + holder.pid() + " (java) holds " + file,
                            "wait until it ends, then run the same command again"),
                    List.of(
                            "" + refused.status().code(),
                            refused.what(),
                            refused.where(),
                            refused.why(),
                            refused.next()));
        } finally {
            holder.outputWriter().close();
            holder.waitFor();
        }
        try (NameLock lock = NameLock.acquire(target)) {
            assertTrue(Files.exists(file, LinkOption.NOFOLLOW_LINKS), lock::toString);
        }
        assertTrue(Files.notExists(file));
    }
}
