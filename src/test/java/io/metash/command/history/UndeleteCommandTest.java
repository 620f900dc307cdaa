package io.metash.command.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.testing.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that restores deleted keys, run on a service. */
class UndeleteCommandTest {
    private static final String REAL = TestData.file("real").toString();

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    @BeforeEach
    void open() {
        run.ok("connect " + REAL + "/rich.raft as s");
    }

    @Test
    void theTransactionRestoresADatabase() throws Exception {
        Path file = scratch.resolve("back.txn");
        run.ok("undelete dropme --txn " + file);
        assertEquals(
                "wrote " + file
                        + ": 2 keys as before entry 44, unless changed in between\n  next   connect HOST:PORT, rw on, txn "
                        + file + "\n",
                run.err());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        run.ok("connect embedded as live --from " + REAL + "/rich.export.ndjson");
        assertFalse(run.ok("databases -o csv").contains("dropme"), run.out());
        run.ok("rw on 15m");
        run.ok("txn " + file);
        assertTrue(run.ok("databases -o csv").contains("dropme"), run.out());
        assertTrue(run.ok("tables dropme -o csv").contains("dropme,x,95"), run.out());
        assertEquals(1, run.status("txn " + file), "its conditions hold once only");
        run.ok("disconnect live");
    }

    @Test
    void theTransactionRestoresAKey() throws Exception {
        run.ok("connect " + REAL + "/rich-snap.raft as snap");
        Path file = scratch.resolve("key.txn");
        run.ok("undelete probe/t/1 --txn " + file);
        assertEquals(
                """
                {"Transaction":{"condition":[{"key":"probe/t/1","expected":0,"target":{"Seq":0}}],"if_then":[{"request":{"Put":{"key":"probe/t/1","value":[111,110,101],"prev_value":true,"expire_at":null,"match_seq":null}}}],"else_then":[]}}
                """,
                Files.readString(file));
    }

    @Test
    void anImpossibleUndeleteWritesNothing() throws Exception {
        Path there = Files.writeString(scratch.resolve("there"), "x");
        assertEquals(6, run.status("undelete dropme --txn " + there));
        assertEquals("x", Files.readString(there));
        Path file = scratch.resolve("new");
        assertEquals(1, run.status("undelete shop --txn " + file));
        assertEquals(
                "metash: no entry of the log deleted such a key, database or table\n"
                        + "  where  shop in " + REAL + "/rich.raft\n"
                        + "  why    The log begins at entry 0.\n"
                        + "  next   databases --dropped, tables --dropped\n",
                run.err());
        // It was renamed, which is not a deletion.
        assertEquals(1, run.status("undelete shop.ren_a --txn " + file));
        run.ok("at 50");
        assertEquals(6, run.status("undelete dropme --txn " + file));
        run.ok("connect " + REAL + "/rich-snap.raft as snap");
        assertEquals(4, run.status("undelete probe/u/none --txn " + file));
        assertTrue(run.err().startsWith("metash: the value of a key before its deletion is not known\n"), run.err());
        assertFalse(Files.exists(file));
    }
}
