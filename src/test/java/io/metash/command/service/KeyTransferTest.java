package io.metash.command.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.command.StateDirectory;
import io.metash.testing.LiveService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys copied, renamed and edited in a running service, and secrets shown for a limited time. */
class KeyTransferTest {
    private static final String QUOTA = "__fd_quotas/t";

    @TempDir
    Path scratch;

    private LiveService service;
    private CommandRun run;

    @BeforeEach
    void start() throws IOException {
        service = new LiveService(scratch);
        run = new CommandRun().onRealPlaces();
        run.context().use(new StateDirectory(scratch.resolve("state")));
        assertEquals(0, run.status("connect " + service.address() + " as live"), run.err());
        service.put("a=1", "b=2", QUOTA + "={\"max_users\":1}", "__fd_database_by_id/1=x");
    }

    @AfterEach
    void stop() throws IOException {
        run.context().close();
        service.close();
    }

    private String raw(String key) {
        return run.ok("get --raw " + key);
    }

    @Test
    void cpAndMvReplaceOnlyOnRequest() {
        assertEquals(6, run.status("cp a c"));
        run.ok("rw on");
        run.ok("cp a c --dry-run");
        assertEquals(1, run.status("get c"));
        run.ok("cp a c");
        assertEquals("1", raw("c"));
        assertEquals(6, run.status("cp a b"));
        assertEquals("metash: the other key already exists\n  where  b\n  next   --force replaces it\n", run.err());
        run.ok("mv a b --force");
        assertEquals("1", raw("b"));
        assertEquals(1, run.status("get a"));
        assertEquals(1, run.status("mv a x"));
        assertEquals(2, run.status("mv b b"));
        assertEquals("4\n", run.ok("count"));
        assertEquals("1\n", run.ok("count __fd_q"));
    }

    @Test
    void editAcceptsJsonOnly() throws IOException {
        run.ok("rw on");
        Path good = Files.writeString(scratch.resolve("good.json"), "{\"max_users\":2}\n");
        Path bad = Files.writeString(scratch.resolve("bad.json"), "{\"max_users\":");
        run.ok("edit " + QUOTA + " --with " + good + " --dry-run");
        assertEquals("{\"max_users\":1}", raw(QUOTA));
        run.ok("edit " + QUOTA + " --with " + good);
        assertEquals("{\"max_users\":2}", raw(QUOTA));
        assertEquals(3, run.status("edit " + QUOTA + " --with " + bad));
        assertEquals("{\"max_users\":2}", raw(QUOTA));
        assertEquals(6, run.status("edit __fd_database_by_id/1 --with " + good));
        assertTrue(run.err().startsWith("metash: the value is not JSON\n"), run.err());
        assertEquals(6, run.status("edit a --with " + good));
        String audit = Files.readString(scratch.resolve("state/audit.ndjson"));
        assertTrue(audit.contains("\"edit\"") && audit.contains(QUOTA), audit);
    }

    @Test
    void severalKeysAreChangedAtOnce() {
        assertEquals(1, run.status("get a nothing b -o csv"));
        assertEquals(
                "key,seq,proposed_at_ms,expire_at_ms,bytes,encoding,value\n",
                run.out().lines().findFirst().orElseThrow() + "\n");
        assertEquals(3, run.out().lines().count());
        assertTrue(run.err().contains("no such key\n  where  nothing in "), run.err());
    }

    /** Confirmed with the name of the session; ends by itself or by command. */
    @Test
    @Timeout(60)
    void secretsAreShownForALimitedTime() {
        String node = "__fd_clusters_v6/t/online_nodes/n";
        service.put(node + "={\"id\":\"n\",\"secret\":\"s3cret-value\"}");
        assertTrue(!run.ok("get " + node).contains("s3cret-value"));
        run.context().setPrompter(question -> "wrong");
        assertEquals(6, run.status("secrets show 10m"));
        run.context().setPrompter(question -> "live");
        assertEquals(0, run.status("secrets show 10m"));
        assertTrue(run.err().startsWith("secrets of live are shown for "), run.err());
        assertTrue(run.ok("get " + node).contains("s3cret-value"));
        assertTrue(run.ok("grep s3cret").contains("s3cret-value"));
        assertEquals(0, run.status("secrets hide"));
        assertEquals("secrets of live are hidden\n", run.err());
        assertTrue(!run.ok("scan").contains("s3cret-value"));
        assertEquals(0, run.status("secrets show 1ms"));
        while (run.ok("scan").contains("s3cret-value")) {
            Thread.onSpinWait();
        }
        assertEquals(2, run.status("secrets show 2h"));
        assertEquals(2, run.status("secrets perhaps"));
    }
}
