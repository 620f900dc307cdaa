package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.record.OutputError;
import io.metash.record.Progress;
import io.metash.testing.FaultyDisk;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One backup, three directories. */
class InitClusterTest {
    private static final long NOW_MS = 1763812345678L;

    @TempDir
    Path scratch;

    private final List<String> output = new ArrayList<>();
    private final InitCluster.Steps steps = new InitCluster.Steps() {
        @Override
        public Progress building(NodeTarget node) {
            output.add("building " + node.id());
            return Progress.NONE;
        }

        @Override
        public void built(NodeTarget node, ImportReport report) {
            output.add("built " + node.id());
        }

        @Override
        public void placed(NodeTarget node, Path kept) {
            output.add("placed " + node.id() + (kept == null ? "" : " over an old one"));
        }

        @Override
        public void alreadyDone(NodeTarget node) {
            output.add("done " + node.id());
        }
    };

    private InitCluster cluster(Path base, Disk disk) {
        List<NodeTarget> nodes = NodeTarget.parse(List.of(
                "1=127.0.0.1:18101=" + base.resolve("n1"),
                "2=meta-2.example:28203=" + base.resolve("n2"),
                "3=localhost:28303=" + base.resolve("n3")));
        return new InitCluster(
                TestData.file("real/init-cluster/input.ndjson"), nodes, Set.of(), false, disk, () -> NOW_MS);
    }

    @Test
    void everyNodeEqualsTheReferenceImportersOutput() throws IOException {
        InitCluster.Report report = cluster(scratch, Disk.real()).run(steps, new Cancel());
        assertEquals(
                List.of(
                        "building 1",
                        "built 1",
                        "building 2",
                        "built 2",
                        "building 3",
                        "built 3",
                        "placed 1",
                        "placed 2",
                        "placed 3"),
                output);
        assertTrue(Files.exists(report.journal()));
        for (int id = 1; id <= 3; id++) {
            Path v004 = scratch.resolve("n" + id + "/df_meta/V004");
            assertArrayEquals(
                    Files.readAllBytes(TestData.file("real/init-cluster/node-" + id + ".wal")),
                    Files.readAllBytes(v004.resolve("log/r-00_000_000_000_000_000_000.wal")));
            assertArrayEquals(
                    Files.readAllBytes(TestData.file("real/init-cluster/node-" + id + ".snap")),
                    Files.readAllBytes(v004.resolve("snapshot/1-0-83-" + NOW_MS + ".snap")));
        }
        output.clear();
        cluster(scratch, Disk.real()).run(steps, new Cancel());
        assertEquals(List.of("done 1", "done 2", "done 3"), output);
    }

    @Test
    void rollbackUndoesAllNodes() throws IOException {
        String old = Files.readString(TestData.file("real/variants.export.ndjson"));
        Imports.run(scratch.resolve("n2"), old);
        Path journal = cluster(scratch, Disk.real()).run(steps, new Cancel()).journal();
        assertTrue(output.contains("placed 2 over an old one"));
        assertEquals(3, InitCluster.rollback(journal, Disk.real(), NOW_MS).size());
        assertFalse(Files.exists(scratch.resolve("n1")));
        assertEquals(old, Stores.text(scratch.resolve("n2")));
        assertFalse(Files.exists(scratch.resolve("n3")));
        assertFalse(Files.exists(journal));
    }

    /** The directories of other nodes are still to be built, so no advice is about one directory alone. */
    @Test
    void aFaultLeavesNothingOrNamesTheCommandThatCompletesTheCluster() throws IOException {
        Set<String> advice = new LinkedHashSet<>();
        for (int call = 0; ; call++) {
            Path base = Files.createDirectory(scratch.resolve("at-" + call));
            try {
                cluster(base, new FaultyDisk(call, false, true)).run(steps, new Cancel());
                break;
            } catch (OutputError unchanged) {
                advice.add(unchanged.state());
            } catch (Failure failed) {
                advice.add(failed.next().replaceAll("journal .*json ", "journal J "));
            }
            if (!Files.exists(base.resolve("n1"))) {
                List<String> names = names(base);
                names.removeIf(name -> name.matches("n1\\.metash-cluster-[0-9a-f]*\\.json"));
                assertEquals(List.of(), names, "call " + call);
            }
        }
        assertEquals(
                List.of(
                        "the directory is unchanged",
                        "check the disk, then run the same command again: it completes the cluster; metash rollback"
                                + " --journal J undoes it"),
                List.copyOf(advice));
    }

    private static List<String> names(Path directory) throws IOException {
        return new ArrayList<>(DirectoryListing.list(directory).stream()
                .map(file -> file.getFileName().toString())
                .toList());
    }

    @Test
    void aFailureOnOneNodeLeavesAllUnchanged() throws IOException {
        Imports.run(scratch.resolve("n1"), Files.readString(TestData.file("real/variants.export.ndjson")));
        Files.writeString(scratch.resolve("n3"), "a file where the directory should be");
        var before = Stores.tree(scratch);
        assertThrows(Failure.class, () -> cluster(scratch, Disk.real()).run(steps, new Cancel()));
        assertEquals(before, Stores.tree(scratch));
    }

    @Test
    void theSameCommandCompletesItAfterAKillAtAnyCall() throws IOException {
        String old = Files.readString(TestData.file("real/variants.export.ndjson"));
        FaultyDisk counting = new FaultyDisk(-1, true, true);
        Path counted = Files.createDirectory(scratch.resolve("count"));
        Imports.run(counted.resolve("n2"), old);
        cluster(counted, counting).run(steps, new Cancel());
        // FaultyApplyTest covers all of them.
        for (long call = 0; call < counting.calls(); call += 5) {
            Path base = Files.createDirectory(scratch.resolve("at-" + call));
            Imports.run(base.resolve("n2"), old);
            try {
                cluster(base, new FaultyDisk(call, true, true)).run(steps, new Cancel());
            } catch (IOException | Failure killed) {
                assertTrue(killed.getMessage() != null);
            }
            Path journal = cluster(base, Disk.real()).run(steps, new Cancel()).journal();
            for (int id = 1; id <= 3; id++) {
                assertEquals(
                        Files.readString(TestData.file("real/init-cluster/node-" + id + ".export.ndjson")),
                        Stores.text(base.resolve("n" + id)),
                        "node " + id + " after call " + call);
            }
            InitCluster.rollback(journal, Disk.real(), NOW_MS);
            assertEquals(old, Stores.text(base.resolve("n2")));
            assertFalse(Files.exists(base.resolve("n1")));
        }
    }
}
