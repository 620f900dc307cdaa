package io.metash.command.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.testing.TestData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What log entries changed, and which entries wrote a key. */
class LogCommandTest {
    private static final String REAL = TestData.file("real").toString();

    private final CommandRun run = new CommandRun().onRealPlaces();

    @BeforeEach
    void open() {
        run.ok("connect " + REAL + "/rich.raft as s");
    }

    @Test
    void changesAreListedFieldByField() {
        assertEquals(
                """
                index  at                        command           event    key                                  change
                44     2026-11-23T23:59:37.283Z  transaction then  deleted  __fd_database/python_binding/dropme  was seq 91
                44     2026-11-23T23:59:37.283Z  transaction then  changed  __fd_database_by_id/90               seq 96 -> seq 101: drop_on none -> 2026-11-23T23:59:37.281596852Z
                """,
                run.ok("log 44 -o table"));
        assertEquals("2 lines of 1 entry\n", run.err());
    }

    @Test
    void pipesGetValuesToo() {
        assertEquals(
                """
                {"key":"__fd_sequence/python_binding/seq1","index":31,"at_ms":1795478376863,"command":"transaction then","event":"changed","change":"seq 72 -> seq 74: current 1 -> 2","seq_before":72,"value_before":{"_type":"SequenceMeta","_ver":172,"_min_reader_ver":24,"create_on":"2026-11-23T23:59:36.846021400Z","update_on":"2026-11-23T23:59:36.846021400Z","step":1,"current":1},"seq":74,"proposed_at_ms":1795478376863,"expire_at_ms":null,"bytes":81,"encoding":"json","value":{"_type":"SequenceMeta","_ver":172,"_min_reader_ver":24,"create_on":"2026-11-23T23:59:36.846021400Z","update_on":"2026-11-23T23:59:36.846021400Z","step":1,"current":2}}
                """,
                run.ok("log 30.. --key __fd_sequence/ --since 2026-11-23T23:59:36.850Z"));
        assertEquals("1 line of 62 entries\n", run.err());
    }

    @Test
    void entriesWithoutKeysAreDescribed() {
        assertEquals(
                """
                index  at                        command     event  key  change
                0                                membership              voters 0
                1                                blank
                2      2026-11-23T23:59:36.127Z  add-node                node 0 is id=0 raft=localhost:40009 grpc=
                """,
                run.ok("log ..2 -o table").replaceAll(" +\\n", "\\n"));
    }

    @Test
    void theLogEndsAtTheSessionsPosition() {
        run.ok("at 10");
        assertTrue(run.ok("log -o table").lines().noneMatch(line -> line.startsWith("11 ")), run.out());
        assertEquals(2, run.status("log 9..4"));
        assertEquals(
                "metash: the log from 9 to 4 has no entries\n  next   log FROM..TO, the lower one first\n", run.err());
    }

    @Test
    void blameListsTheEntriesOfOneKey() {
        assertEquals(
                """
                index  at                        command           event    key                                change
                30     2026-11-23T23:59:36.846Z  transaction then  new      __fd_sequence/python_binding/seq1  seq 72
                31     2026-11-23T23:59:36.863Z  transaction then  changed  __fd_sequence/python_binding/seq1  seq 72 -> seq 74: current 1 -> 2
                """,
                run.ok("blame -o table __fd_sequence/python_binding/seq1"));
        assertEquals("2 changes\n", run.err());
        run.ok("connect " + REAL + "/rich-snap.raft as snap");
        assertEquals(
                "",
                run.ok("blame -o csv __fd_database_by_id/1")
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElse(""));
        assertEquals(
                "0 records\nnote: not written since entry 24: it is seq 3, set 2026-11-23T23:59:36.144Z\n", run.err());
        assertEquals(1, run.status("blame nothing"));
    }

    @Test
    void secretsAreHidden() {
        assertFalse(run.ok("log").contains("dictpw0001"), "hidden");
        assertTrue(run.ok("log --show-secrets").contains("dictpw0001"), "shown");
        assertFalse(run.ok("log -o csv").contains("dictpw0001"), "hidden");
    }

    /** Old servers store no time with a value, and renew only the expiry of nodes. */
    @Test
    void expiryUpdatesKeepTheValueKnown() {
        run.ok("connect src/examples/sample.ndjson as old");
        assertEquals(
                """
                index  at                        command  event    key                                                                           change
                43     2022-11-01T08:21:21.744Z  upsert   changed  __fd_clusters/test_tenant/test_cluster/databend_query/KMZ4VvqDFVExlZFThKDzZ1  seq ? -> seq 72: same value
                57     2022-11-01T08:21:55.186Z  upsert   changed  __fd_clusters/test_tenant/test_cluster/databend_query/KMZ4VvqDFVExlZFThKDzZ1  seq 72 -> seq 108: same value
                """,
                run.ok("log 40..60 -o table --key __fd_clusters/test_tenant/test_cluster/databend_query/KMZ"));
    }
}
