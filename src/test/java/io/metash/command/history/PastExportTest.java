package io.metash.command.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.testing.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of a store after a log entry: exported, imported, compared. */
class PastExportTest {
    private static final String REAL = TestData.file("real").toString();

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    @Test
    void theImportedStoreIsThatAfterTheEntry() {
        run.ok("connect " + REAL + "/rich-snap.raft as s");
        run.ok("export --as-of 500 " + scratch + "/then.ndjson");
        run.ok("import --raft-dir " + scratch + "/then.raft --db " + scratch + "/then.ndjson");
        run.ok("connect " + scratch + "/then.raft as back");
        run.ok("use s");
        run.ok("at 500");
        assertEquals("", run.ok("diff @s @back"));
    }

    @Test
    void aDroppedDatabaseIsRestored() {
        run.ok("connect " + REAL + "/rich.raft as s");
        assertEquals(1, run.status("diff --catalog @s --from 45 --to latest -o csv"));
        run.ok("export --as-of 43 " + scratch + "/then.ndjson");
        run.ok("import --raft-dir " + scratch + "/then.raft --db " + scratch + "/then.ndjson");
        run.ok("connect " + scratch + "/then.raft as back");
        assertTrue(run.ok("databases -o csv").contains("dropme"), run.out());
        run.ok("use s");
        run.ok("at latest");
        assertFalse(run.ok("databases -o csv").contains("dropme"), run.out());
    }

    @Test
    void aDirectoryIsExportedInOneShot() {
        run.ok("export --raft-dir " + REAL + "/rich.raft --as-of 10 --db " + scratch + "/then.ndjson");
        run.ok("connect " + scratch + "/then.ndjson as then");
        run.ok("connect " + REAL + "/rich.raft as s");
        run.ok("at 10");
        assertEquals("", run.ok("diff @s @then"));
    }

    @Test
    void unknownKeysAreRefusedOrReported() throws Exception {
        run.ok("connect " + REAL + "/rich-snap.raft as s");
        Path file = scratch.resolve("then.ndjson");
        assertEquals(4, run.status("export --as-of 150 " + file));
        assertEquals(
                "unknown: probe/fill/30: written later by entry 159, and by no log entry up to this point\n",
                run.err().substring(0, run.err().indexOf("unknown: probe/fill/32")));
        assertTrue(
                run.err()
                        .endsWith("keys unknown at entry 150, so the export would be incomplete\n"
                                + "  next   export --as-of 150 --base BACKUP FILE, with an older backup; or"
                                + " --accept unknown-keys, which leaves them out\n"),
                run.err());
        assertFalse(Files.exists(file));
        run.ok("export --as-of 150 --accept unknown-keys " + file);
        assertTrue(
                run.err()
                        .startsWith("left out: probe/fill/30: written later by entry 159, and by no log entry up"
                                + " to this point\n"),
                run.err());
        run.ok("export --as-of 150 --base " + REAL + "/rich.export.ndjson " + scratch + "/whole.ndjson");
    }

    @Test
    void conflictingOptionsAreRefused() {
        run.ok("connect " + REAL + "/rich.raft as s");
        assertEquals(2, run.status("export --base x y"));
        assertEquals("metash: --base requires --as-of\n  next   export --as-of INDEX FILE\n", run.err());
        assertEquals(2, run.status("export --as-of 3 --accept all y"));
        assertEquals(2, run.status("diff @s --to 3"));
    }

    @Test
    void twoEntriesOfOneStoreAreCompared() {
        run.ok("connect " + REAL + "/rich.raft as s");
        assertEquals(1, run.status("diff --catalog @s --from 40 --to 45 -o csv"));
        assertEquals("kind,object,change\n", run.out().substring(0, "kind,object,change\n".length()));
        assertEquals(0, run.status("diff --only keys @s --from 92 --to latest"));
        assertEquals(
                "equal: A is " + REAL + "/rich.raft at 92, B is " + REAL + "/rich.raft at 92\n"
                        + "  keys: no difference (163 keys in A, 163 in B)\n",
                run.err());
    }
}
