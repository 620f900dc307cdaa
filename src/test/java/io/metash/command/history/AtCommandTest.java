package io.metash.command.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.command.completion.Completion;
import io.metash.testing.LiveService;
import io.metash.testing.TestData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of a session at an earlier log entry. */
class AtCommandTest {
    private static final String REAL = TestData.file("real").toString();

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    @BeforeEach
    void open() {
        run.ok("connect " + REAL + "/rich-snap.raft as s");
    }

    @Test
    void everyCommandSeesTheStateAfterTheEntry() {
        assertEquals("", run.ok("at"));
        assertEquals("s is at the latest entry, 1042; 'at' can go back to 24\n", run.err());
        run.ok("at 500");
        assertEquals(
                "note: showing the state after entry T1-N0.500, of 2026-11-24 00:24:21 UTC\n"
                        + "note: keys that were last written before the log begins and expired before the snapshot"
                        + " leave no trace and are not shown\n",
                run.err());
        assertEquals("at 500", run.context().session().promptState());
        assertTrue(run.ok("status").contains("last applied  T1-N0.500\nsequence      629\n"), run.out());
        assertTrue(run.ok("status").contains("log           T1-N0.24 to T1-N0.500, 477 entries\n"), run.out());
        assertTrue(run.ok("report --md").contains("T1-N0.24 to T1-N0.500, 477 entries"), run.out());
        run.ok("at 40");
        assertEquals("", run.ok("scan probe/u/"));
        run.ok("at 1023");
        String atSnapshot = run.ok("scan probe/");
        run.ok("at latest");
        assertEquals("log 1042", run.context().session().promptState());
        run.ok("connect " + REAL + "/rich-snap.raft as alone --snapshot-only");
        assertEquals(atSnapshot, run.ok("scan probe/"));
    }

    @Test
    void aTimeSelectsTheLastEntryUpToIt() {
        run.ok("at 2026-11-24T00:24:22Z");
        assertEquals("at 578", run.context().session().promptState());
        run.ok("at 2s");
        assertEquals("at 1039", run.context().session().promptState());
        assertEquals(1, run.status("at 2026-11-01"));
        assertEquals(
                "metash: the log does not reach back to 2026-11-01 00:00:00 UTC\n"
                        + "  where  " + REAL + "/rich-snap.raft\n"
                        + "  why    The first entry that can be shown is 24, written at 2026-11-23 23:59:36 UTC.\n"
                        + "  next   at 24; or with an older backup: at TIME --base BACKUP\n",
                run.err());
        assertEquals(2, run.status("at yesterday"));
    }

    @Test
    void unknownKeysAreListedButNotShown() {
        run.ok("at 110");
        String listed = run.ok("at --unknown -o csv");
        assertTrue(
                listed.contains(
                        "probe/del/,deleted_below,118,entry 118 deletes all keys with this prefix without naming"
                                + " them\n"),
                listed);
        assertEquals(4, run.status("get probe/del/0"));
        assertEquals(
                "metash: the value of this key is not known at this entry\n"
                        + "  where  probe/del/0 in " + REAL + "/rich-snap.raft\n"
                        + "  why    written later by entry 117, and by no log entry up to this point\n"
                        + "  next   at INDEX --base BACKUP, with an older backup that knows it\n",
                run.err());
        run.ok("ls");
        assertTrue(run.err().endsWith(" unknown at entry 110; 'at --unknown' lists them\n"), run.err());
    }

    @Test
    void anOlderBackupSuppliesUnknownKeys() {
        run.ok("at 10 --base " + REAL + "/rich.export.ndjson");
        assertEquals("note: showing the state after entry T1-N0.10, of 2026-11-23 23:59:36 UTC\n", run.err());
        String joined = run.ok("scan /");
        run.ok("connect " + REAL + "/rich.raft as older");
        run.ok("at 10");
        assertEquals(run.ok("scan /"), joined);
        assertEquals(3, run.status("at 10 --base " + REAL + "/variants.export.ndjson"));
        assertTrue(run.err().startsWith("metash: the backup is from another store\n"), run.err());
    }

    @Test
    void exportAndBackupRefuseAnEarlierState() {
        run.ok("at 500");
        assertEquals(6, run.status("export " + scratch + "/x.ndjson"));
        assertEquals(
                "metash: the session is at entry 500, not at the latest one\n"
                        + "  where  s\n"
                        + "  next   export --as-of 500 FILE; or first: at latest\n",
                run.err());
        assertEquals(6, run.status("backup s --to " + scratch + "/shelf"));
        assertEquals(
                "metash: the session is at entry 500, but a backup needs the latest one\n"
                        + "  where  s\n"
                        + "  why    An earlier state would be listed as the newest backup, and later ones could be"
                        + " pruned.\n"
                        + "  next   at latest; or export --as-of 500 FILE\n",
                run.err());
    }

    /** Commands that examine a store examine the state after the entry, as they examine an export of that state. */
    @Test
    void verifyAndDoctorExamineTheStateAfterTheEntry() {
        run.ok("export --no-manifest --as-of 500 " + scratch + "/then.ndjson");
        run.ok("connect " + scratch + "/then.ndjson as then");
        List<String> at = List.of("verify s", "explain-membership s -o csv", "report s");
        List<String> of = at.stream().map(line -> line.replace(" s", " then")).toList();
        List<List<String>> wanted = of.stream().map(line -> lines(run.ok(line))).toList();
        run.ok("use s");
        run.ok("at 500");
        assertEquals(wanted, at.stream().map(line -> lines(run.ok(line))).toList());
        assertEquals(
                REAL + "/rich-snap.raft at entry 500: consistent, completeness unproved\n"
                        + "1. showing the state after entry T1-N0.500, of 2026-11-24 00:24:21 UTC\n"
                        + "2. keys that were last written before the log begins and expired before the snapshot"
                        + " leave no trace and are not shown\n",
                run.ok("doctor"));
        assertTrue(run.ok("inspect").startsWith("place         " + REAL + "/rich-snap.raft\n"), run.out());
        assertTrue(
                run.err()
                        .endsWith("note: the data version is a property of the whole store, the same at every entry\n"),
                run.err());
        run.ok("redact --output " + scratch + "/shared.ndjson");
        run.ok("connect " + scratch + "/shared.ndjson as shared");
        assertTrue(run.ok("status").contains("last applied  T1-N0.500\nsequence      629\n"), run.out());
    }

    /** The lines that do not depend on the place; of a report, its lists. */
    private static List<String> lines(String text) {
        return text.substring(Math.max(0, text.indexOf("## Log")))
                .lines()
                .filter(line -> !line.matches(
                        ".*(/rich-snap\\.raft|/then\\.ndjson|Made |sha256|showing the state|leave no trace).*"))
                .toList();
    }

    @Test
    void aStateWithUnknownKeysIsIncomplete() {
        run.ok("at 110");
        assertEquals(4, run.status("verify s"));
        assertEquals(
                REAL + "/rich-snap.raft at entry 110: incomplete\n"
                        + "  what    unknown at entry 110: keys: 66, addresses of nodes: 1, the members\n"
                        + "  why     'at --unknown' lists each key with the reason\n"
                        + "  next    at 110 --base BACKUP, with an older backup of the same store\n",
                String.join("\n", run.out().lines().limit(4).toList()) + "\n");
        assertEquals(4, run.status("redact s --output " + scratch + "/r"));
        assertTrue(
                run.err()
                        .endsWith("metash: 66 keys and 2 other records unknown at entry 110, so the export would be"
                                + " incomplete\n"
                                + "  next   at 110 --base BACKUP, with an older backup; or export --as-of 110"
                                + " --accept unknown-keys FILE, and redact FILE\n"),
                run.err());
    }

    @Test
    void pointsAreCompleted() {
        Completion completion = new Completion(run.context());
        assertEquals(
                List.of("latest", "1042", "24"),
                completion.complete(List.of("at"), "").stream()
                        .map(Completion.Candidate::value)
                        .toList());
        assertEquals(
                List.of("1039", "1038"),
                completion.complete(List.of("at"), "103").stream()
                        .map(Completion.Candidate::value)
                        .limit(2)
                        .toList());
    }

    @Test
    void aPointOutsideTheLogIsRefused() {
        assertEquals(1, run.status("at 5"));
        assertEquals(
                "metash: the log does not reach back to entry 5\n"
                        + "  where  " + REAL + "/rich-snap.raft\n"
                        + "  why    The first entry that can be shown is 24, written at 2026-11-23 23:59:36 UTC.\n"
                        + "  next   at 24; or with an older backup: at 5 --base BACKUP\n",
                run.err());
        assertEquals(1, run.status("at 2000"));
        assertTrue(run.err().contains("entry 2000 is not applied"), run.err());
    }

    @Test
    void aRunningServiceIsRefused() throws Exception {
        try (LiveService service = new LiveService(scratch)) {
            run.ok("connect " + service.address() + " as live");
            assertEquals(6, run.status("at 1"));
            assertEquals(
                    "metash: a running service shows its present state only\n"
                            + "  where  live\n"
                            + "  next   export now.ndjson, then: connect now.ndjson, at INDEX\n",
                    run.err());
            run.ok("disconnect live");
        }
    }
}
