package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Plans for tests: three nodes from the backup of another three nodes. */
final class Plans {
    static final Path BACKUP = TestData.file("real/init-cluster/input.ndjson");
    static final Path OLD = TestData.file("real/variants.export.ndjson");
    static final InitCluster.Steps SILENT = new InitCluster.Steps() {
        @Override
        public Progress building(NodeTarget node) {
            return Progress.NONE;
        }

        @Override
        public void built(NodeTarget node, ImportReport report) {
            // Not checked.
        }

        @Override
        public void placed(NodeTarget node, Path kept) {
            // Not checked.
        }

        @Override
        public void alreadyDone(NodeTarget node) {
            // Not checked.
        }
    };

    private Plans() {}

    /** The plan of nodes 1, 2 and 3 in the directories n1, n2 and n3. */
    static RebuildPlan three(Path base) throws IOException {
        return three(BACKUP, base);
    }

    static RebuildPlan three(Path backup, Path base) throws IOException {
        List<NodeTarget> nodes = NodeTarget.parse(List.of(
                "1=127.0.0.1:18101=" + base.resolve("n1"),
                "2=meta-2.example:28203=" + base.resolve("n2"),
                "3=localhost:28303=" + base.resolve("n3")));
        return new Planner(backup, () -> 1_763_812_345_678L, verb -> Progress.NONE, new Cancel())
                .plan("a new cluster from a backup", nodes, Set.of(), false);
    }

    /** The same plan, written and read. */
    static Path file(Path base) throws IOException {
        Path file = base.resolve("three.plan.json");
        new PlanFiles(List.of()).write(three(base), file, Disk.real());
        return file;
    }

    static PlanRun run(Path file, Disk disk) throws IOException {
        return run(file, null, disk);
    }

    static PlanRun run(Path file, Long only, Disk disk) throws IOException {
        return new PlanRun(RebuildPlan.read(file), file, only, disk, System::currentTimeMillis);
    }

    /** The export of node {@code id} with its new store, as the reference importer builds it. */
    static String expected(int id) throws IOException {
        return Files.readString(TestData.file("real/init-cluster/node-" + id + ".export.ndjson"));
    }
}
