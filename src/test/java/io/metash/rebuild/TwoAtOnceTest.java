package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.Disk;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.testing.Processes;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Of commands that change one directory at the same time, one succeeds and the others are refused. */
class TwoAtOnceTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson");

    @TempDir
    Path scratch;

    private static Import begin(Path dir, String plan) throws IOException {
        Import one =
                new Import(new ImportRequest(dir, null, Set.of(), false, plan), Disk.real(), System::currentTimeMillis);
        one.preflight(-1);
        return one;
    }

    private static void finish(Import one) throws IOException {
        try (NdjsonSource source = NdjsonSource.open(SAMPLE)) {
            one.prepare(source, "backup", Progress.NONE, new Cancel());
            one.commit();
        }
    }

    private InitCluster cluster(Path... directories) {
        List<NodeTarget> nodes = new java.util.ArrayList<>();
        for (int i = 0; i < directories.length; i++) {
            nodes.add(PlanFiles.target(i + 1, "127.0.0.1:" + (29101 + i), null, directories[i]));
        }
        return new InitCluster(
                io.metash.storage.StoredFile.of(SAMPLE),
                nodes,
                Set.of(),
                false,
                Disk.real(),
                System::currentTimeMillis);
    }

    private static void assertRefused(Path dir, Executable command) {
        Failure refused = assertThrows(Failure.class, command);
        assertEquals(ExitStatus.REFUSED, refused.status());
        assertEquals("another metash command is working on this directory", refused.what());
        assertEquals(dir.toString(), refused.where());
        String holder = "process " + ProcessHandle.current().pid() + " (java) holds ";
        assertTrue(refused.why().startsWith(holder), refused.why());
        assertEquals("wait until it ends, then run the same command again", refused.next());
    }

    private void assertAllRefused(Path dir) throws IOException {
        assertRefused(dir, () -> begin(dir, "two").close());
        assertRefused(dir, () -> new Rollback(dir, Disk.real()).run(1));
        assertRefused(dir, () -> Leftovers.clean(dir, Disk.real()));
        assertRefused(dir, () -> cluster(dir).run(new QuietSteps(), new Cancel()));
    }

    @Test
    void anImportExcludesAllOthers() throws IOException {
        for (String before : List.of("nothing", "directory", "store")) {
            Path dir = scratch.resolve("a/b/" + before);
            if (before.equals("directory")) {
                Files.createDirectories(dir);
            } else if (before.equals("store")) {
                Imports.run(dir, Files.readString(SAMPLE));
            }
            try (Import one = begin(dir, "one")) {
                assertAllRefused(dir);
                try (NdjsonSource source = NdjsonSource.open(SAMPLE)) {
                    one.prepare(source, "backup", Progress.NONE, new Cancel());
                }
                assertAllRefused(dir);
                assertEquals(
                        Leftovers.Kind.IN_USE,
                        Leftovers.of(dir).stream()
                                .filter(left -> left.path().toString().contains(".metash-new-"))
                                .findFirst()
                                .orElseThrow()
                                .kind());
                one.commit();
            }
            assertEquals(Files.readString(SAMPLE), Stores.text(dir));
            assertFalse(Files.exists(dir.resolveSibling(before + ".metash-lock")));
        }
    }

    private void assertNoLock(Path dir) {
        assertNoLock(dir, "it is not a regular file");
    }

    private void assertNoLock(Path dir, String why) {
        Path file = dir.resolveSibling(dir.getFileName() + ".metash-lock");
        for (Executable command : List.<Executable>of(
                () -> begin(dir, "one").close(),
                () -> new Rollback(dir, Disk.real()).run(1),
                () -> Leftovers.clean(dir, Disk.real()),
                () -> cluster(dir).run(new QuietSteps(), new Cancel()))) {
            Failure refused = assertThrows(Failure.class, command);
            assertEquals(
                    List.of(
                            "6",
                            "a file has the name of a lock, but is not a lock of metash",
                            file.toString(),
                            why,
                            "check what it is, then remove it: rm " + file),
                    List.of(
                            "" + refused.status().code(),
                            refused.what(),
                            refused.where(),
                            refused.why(),
                            refused.next()));
        }
    }

    @Test
    void aLockThatIsALinkAPipeOrADirectoryIsRefused() throws Exception {
        Path dir = scratch.resolve("raft");
        Path file = scratch.resolve("raft.metash-lock");
        Path elsewhere = scratch.resolve("elsewhere");
        Files.createSymbolicLink(file, elsewhere);
        assertNoLock(dir);
        assertFalse(Files.exists(elsewhere));
        Files.createFile(elsewhere);
        assertNoLock(dir);
        assertTrue(Files.isSymbolicLink(file));
        assertEquals(0, Files.size(elsewhere));
        Files.delete(file);
        Processes.ok(List.of("mkfifo", file.toString()));
        assertNoLock(dir);
        Files.delete(file);
        Files.createDirectory(file);
        assertNoLock(dir);
        Files.delete(file);
        Files.writeString(elsewhere, "another program's");
        Files.createLink(file, elsewhere);
        assertNoLock(dir, "it has 17 bytes, a lock of metash has none or 36");
        assertEquals("another program's", Files.readString(file));
        try (Stream<Path> files = Files.list(scratch)) {
            assertEquals(List.of(elsewhere, file), files.sorted().toList());
        }
    }

    /** A command to which the directory is a mount point locks another file. */
    @Test
    void aStoreThatAppearsMeanwhileIsKept() throws IOException {
        Path other = scratch.resolve("other");
        Path dir = scratch.resolve("new");
        Path empty = Files.createDirectory(scratch.resolve("empty"));
        assertKept(dir, dir, other);
        assertKept(empty, empty.resolve("df_meta"), other);
    }

    private void assertKept(Path dir, Path made, Path other) throws IOException {
        try (Import one = begin(dir, "one")) {
            Imports.run(other, Files.readString(SAMPLE));
            Files.createDirectories(dir);
            Files.move(other.resolve("df_meta"), dir.resolve("df_meta"));
            Files.delete(other);
            Failure refused = assertThrows(Failure.class, () -> finish(one));
            assertEquals(
                    List.of(
                            ExitStatus.REFUSED,
                            "another program created this while the new store was built",
                            made.toString(),
                            "check it, then run the same command again"),
                    List.of(refused.status(), refused.what(), refused.where(), refused.next()));
        }
        assertEquals(Files.readString(SAMPLE), Stores.text(dir));
        assertEquals(List.of(), Leftovers.of(dir));
    }

    /** Stores that were kept by a command to which the directory is a mount point are next to df_meta. */
    @Test
    void aStoreKeptInsideTheDirectoryIsFound() throws IOException {
        Path dir = Files.createDirectory(scratch.resolve("raft"));
        String old = Files.readString(SAMPLE).replace("\"NodeId\":1", "\"NodeId\":7");
        Imports.run(dir, old);
        Imports.run(dir, Files.readString(SAMPLE));
        for (Leftovers.Leftover left : Leftovers.of(dir)) {
            String name = left.path().getFileName().toString();
            Files.move(left.path(), dir.resolve(name.replace("raft.metash-", "df_meta.metash-")));
        }
        assertEquals(2, Leftovers.of(dir).size());
        new Rollback(dir, Disk.real()).run(1);
        assertEquals(old, Stores.text(dir));
        new Rollback(dir, Disk.real()).run(2);
        assertFalse(Files.exists(dir.resolve("df_meta")));
    }

    /** A parent directory that one command created is not removed while the other uses it. */
    @Test
    void aFailedImportRemovesNothingOfAnother() throws IOException {
        Path first = scratch.resolve("new/first");
        Path second = scratch.resolve("new/second");
        try (Import one = begin(first, "one")) {
            Import two = begin(second, "two");
            two.close();
            assertTrue(Files.isDirectory(scratch.resolve("new")));
            finish(one);
        }
        assertEquals(Files.readString(SAMPLE), Stores.text(first));
        Import alone = begin(scratch.resolve("x/y/z"), "three");
        alone.close();
        assertFalse(Files.exists(scratch.resolve("x")));
    }

    @Test
    void initClusterLocksAllDirectories() throws IOException {
        Path one = scratch.resolve("n1");
        Path two = scratch.resolve("n2");
        try (Import held = begin(two, "one")) {
            assertRefused(two, () -> cluster(one, two).run(new QuietSteps(), new Cancel()));
            assertFalse(Files.exists(one));
            finish(held);
        }
        cluster(one, two).run(new QuietSteps(), new Cancel());
        assertEquals(
                List.of(), cluster(one, two).run(new QuietSteps(), new Cancel()).reports());
        assertEquals(
                Files.readString(SAMPLE).lines().count() + 2,
                Stores.text(one).lines().count());
    }

    /** A lock file of a killed command blocks no other command. */
    @Test
    void aLockFileAloneIsNotALock() throws IOException {
        Path dir = scratch.resolve("raft");
        Files.createFile(scratch.resolve("raft.metash-lock"));
        Imports.run(dir, Files.readString(SAMPLE));
        assertEquals(Files.readString(SAMPLE), Stores.text(dir));
        assertFalse(Files.exists(scratch.resolve("raft.metash-lock")));
    }

    /** Prints nothing. */
    private static final class QuietSteps implements InitCluster.Steps {
        @Override
        public Progress building(NodeTarget node) {
            return Progress.NONE;
        }

        @Override
        public void built(NodeTarget node, ImportReport report) {
            // Not shown.
        }

        @Override
        public void placed(NodeTarget node, Path kept) {
            // Not shown.
        }

        @Override
        public void alreadyDone(NodeTarget node) {
            // Not shown.
        }
    }
}
