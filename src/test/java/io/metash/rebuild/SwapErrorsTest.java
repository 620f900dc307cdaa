package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.files.Disk;
import io.metash.output.Failures;
import io.metash.record.Failure;
import io.metash.testing.FaultyDisk;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages of an import and a rollback whose disk fails at one call: they say which store is in place. */
class SwapErrorsTest {
    private static final String UNCHANGED =
            """
            metash: the operating system reports: injected
              where  RAFT
              why    the directory is unchanged
            """;

    private static final String UNSYNCED_IMPORT =
            "metash: the new store is in place, but may not survive a power failure: the step after the swap failed\n";

    private static final String NEXT_OF_IMPORT =
            "  next   check the disk, then start the server, or undo the import: metash rollback --raft-dir RAFT\n";

    private static final String UNSYNCED_ROLLBACK =
            "metash: the import is undone, but this may not survive a power failure: the step after the swap failed\n";

    @TempDir
    Path scratch;

    private String oldText;
    private String newText;

    @BeforeEach
    void read() throws IOException {
        oldText = Files.readString(TestData.file("real/variants.export.ndjson"));
        newText = Files.readString(TestData.file("real/init-cluster/input.ndjson"));
    }

    private String rendered(Path raftDir, Exception failed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Failures.render(Failures.of(failed), new PrintStream(out, true, StandardCharsets.UTF_8), false);
        return out.toString(StandardCharsets.UTF_8)
                .replace(raftDir.toString(), "RAFT")
                .replaceAll("RAFT\\.metash-(new|old|journal|undone)-[-0-9a-z]*", "RAFT.metash-$1")
                .replaceAll("why    [^ ]*: injected", "why    injected");
    }

    private interface Step {
        void run(Path raftDir, Disk disk) throws IOException;
    }

    /** The different messages of a step that fails at each of its calls, in their order. */
    private List<String> messages(String before, Step step) throws IOException {
        Set<String> messages = new LinkedHashSet<>();
        for (int call = 0; ; call++) {
            Path raftDir =
                    Files.createDirectories(scratch.resolve(before + call)).resolve("raft");
            if (before.equals("store")) {
                Imports.run(raftDir, oldText);
                Imports.run(raftDir, newText);
            }
            try {
                step.run(raftDir, new FaultyDisk(call, false, true));
                return List.copyOf(messages);
            } catch (IOException | Failure failed) {
                messages.add(rendered(raftDir, failed));
            }
        }
    }

    @Test
    void anImportOverAStore() throws IOException {
        String why = "  why    injected; the old store is complete in RAFT.metash-";
        assertEquals(
                List.of(
                        UNCHANGED,
                        UNSYNCED_IMPORT + "  where  RAFT\n" + why + "new\n" + NEXT_OF_IMPORT,
                        UNSYNCED_IMPORT + "  where  RAFT\n" + why + "old\n" + NEXT_OF_IMPORT),
                messages("store", (raftDir, disk) -> Imports.run(raftDir, oldText, null, disk)));
    }

    @Test
    void anImportIntoANewDirectory() throws IOException {
        assertEquals(
                List.of(
                        UNCHANGED,
                        UNSYNCED_IMPORT + "  where  RAFT\n  why    injected; there was no store before\n"
                                + NEXT_OF_IMPORT),
                messages("nothing", (raftDir, disk) -> Imports.run(raftDir, oldText, null, disk)));
    }

    @Test
    void aRollback() throws IOException {
        String why = "  where  RAFT\n  why    injected; the imported store is complete in RAFT.metash-";
        assertEquals(
                List.of(
                        UNCHANGED,
                        UNSYNCED_ROLLBACK + why
                                + "old\n  next   check the disk, then run the same command again: it finishes the"
                                + " rollback\n",
                        UNSYNCED_ROLLBACK + why
                                + "undone\n  next   check the disk, then start the server; a second rollback would undo"
                                + " an earlier import\n"),
                messages("store", (raftDir, disk) -> new Rollback(raftDir, disk).run(1_795_600_000_000L)));
    }

    @Test
    void theSameRollbackAgainFinishesIt() throws IOException {
        Path raftDir = scratch.resolve("raft");
        Imports.run(raftDir, oldText);
        Imports.run(raftDir, newText);
        Imports.run(raftDir, oldText);
        try {
            new Rollback(raftDir, new FaultyDisk(1, false, true)).run(1_795_600_000_000L);
        } catch (IOException | Failure failed) {
            new Rollback(raftDir, Disk.real()).run(1_795_600_000_000L);
        }
        assertEquals(newText, Stores.text(raftDir));
    }
}
