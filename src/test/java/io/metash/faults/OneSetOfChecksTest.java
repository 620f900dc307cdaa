package io.metash.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.backup.FileVerify;
import io.metash.backup.Verdict;
import io.metash.files.Disk;
import io.metash.integrity.Grade;
import io.metash.integrity.StoreCheck;
import io.metash.ndjson.NdjsonSource;
import io.metash.rebuild.Import;
import io.metash.rebuild.ImportRequest;
import io.metash.rebuild.Planner;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.session.CacheDirectory;
import io.metash.session.ConnectOptions;
import io.metash.session.Sessions;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every reader of backups refuses an invalid one with the status, the line and the message of verify, before any
 * change.
 */
class OneSetOfChecksTest {
    /** Texts that end before the first record, or inside a line. */
    private static final Set<String> UNREADABLE = Set.of("last-line-cut", "nothing");

    @TempDir
    Path scratch;

    @TempDir
    Path cache;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            gap-after-null-purge     | 4 | 6   | the log starts at T1-N0.12, but nothing was purged
            header-only              | 4 | 0   | there is no NodeId line
            cut-after-node-id        | 4 | 0   | there is no Vote line
            cut-after-vote           | 4 | 0   | there is no Committed line
            two-node-ids             | 3 | 3   | a second NodeId line
            two-votes                | 3 | 4   | a second Vote line
            two-committed            | 3 | 5   | a second Committed line
            two-purged               | 3 | 6   | a second Purged line
            two-sequences            | 3 | 89  | a second Sequences line
            two-last-applied         | 3 | 90  | a second LastApplied line
            two-memberships          | 3 | 91  | a second LastMembership line
            two-headers              | 3 | 2   | a second header line
            two-nodes                | 3 | 92  | node 1 occurs twice
            two-entries              | 3 | 45  | log entry 40 occurs twice
            two-keys                 | 3 | 98  | the key __fd_clusters/test_tenant/test_cluster/databend_query/7GVP1GsQ2jpDMu1ti8UnF1 occurs twice
            two-expiries             | 3 | 95  | an Expire record occurs twice
            applied-term             | 3 | 89  | LastApplied T9-N0.83 contradicts the log, which has T1-N0.83 there
            applied-node             | 3 | 89  | LastApplied T1-N3.83 contradicts the log, which has T1-N0.83 there
            applied-term-below       | 3 | 89  | LastApplied T0-N0.83 contradicts the log, which has T1-N0.83 there
            committed-term           | 3 | 4   | Committed T9-N0.83 contradicts the log, which has T1-N0.83 there
            committed-below          | 3 | 4   | Committed T0-N0.83 contradicts the log, which has T1-N0.83 there
            committed-missing        | 4 | 4   | Committed T1-N0.90 is above the last log entry and LastApplied
            purged-term              | 3 | 5   | Purged T2-N0.1 contradicts the log, which starts at T1-N0.2
            purged-ahead             | 3 | 5   | the log starts at T1-N0.2, but T1-N0.5 was purged
            vote-below-log           | 3 | 3   | the vote <T0-N1:-> is below the term of T1-N0.83
            no-vote-given            | 3 | 3   | the vote (none) is below the term of T1-N0.83
            last-entry-above-vote    | 3 | 89  | LastApplied T1-N0.83 contradicts the log, which has T9-N0.83 there
            node-changes-in-term     | 3 | 48  | the log is out of order: T1-N7.43 is followed by T1-N0.44
            entries-swapped          | 3 | 44  | the log has a gap: T1-N0.39 is followed by T1-N0.41
            membership-not-in-log    | 3 | 90  | LastMembership is from T1-N0.29, but the log sets one at T1-N0.8
            membership-older         | 3 | 90  | LastMembership is from T1-N0.7, but the log sets one at T1-N0.8
            membership-above-applied | 3 | 90  | LastMembership is from T1-N0.88, above LastApplied T1-N0.83
            membership-other-voters  | 3 | 90  | LastMembership has voters 1 2, learners 3, but log entry T1-N0.8 sets voters 1 2 3
            membership-empty         | 4 | 90  | LastMembership has no voters
            membership-empty-set     | 4 | 90  | LastMembership has no voters
            membership-unknown-voter | 3 | 90  | LastMembership has voters that are not among its nodes: voters 1 2 3 4
            entry-without-voters     | 3 | 9   | log entry T1-N0.5 sets a membership without voters
            no-membership            | 4 | 0   | there is no LastMembership line
            no-last-applied          | 4 | 0   | there is no LastApplied line
            no-sequences             | 4 | 0   | there is no Sequences line
            no-node-of-member        | 4 | 0   | there is no Nodes line of member 1
            no-purged                | 4 | 0   | there is no Purged line
            no-expiry-row            | 4 | 0   | Expire records and keys that expire do not pair: 2 Expire records, 3 keys that expire
            sequences-below          | 3 | 98  | Sequences is 158, below the sequence number 159 of a key
            sequences-of-another     | 4 | 88  | the Sequences line is for the generator other, not for generic-kv
            sequence-zero            | 3 | 100 | the key __fd_database/test_tenant/default has the sequence number 0
            sequence-twice           | 3 | 101 | the key __fd_database_by_id/1 has the sequence number 2, like another key
            line-moved               | 3 | 42  | a LogEntry line follows a Sequences line
            empty-store              | 4 | 0   | there is neither a log nor a state machine
            last-line-cut            | 4 | 167 | the last line is truncated
            nothing                  | 4 | 0   | no data found: the input is empty
            """)
    void everyCommandRefusesItWithTheSameMessage(String name, int status, long line, String what) throws IOException {
        Path backup = Files.write(scratch.resolve("backup.ndjson"), WrongBackups.of(name));
        if (name.equals("last-line-cut")) {
            Files.writeString(backup, String.join("\n", WrongBackups.of(name)));
        }
        Path target = scratch.resolve("raft");
        importInto(target, Files.write(scratch.resolve("good.ndjson"), WrongBackups.sample()), Set.of());
        var before = Stores.tree(scratch);

        Verdict verdict = FileVerify.run(backup, Progress.NONE, new Cancel());
        String output = verdict.grade().status().code() + " " + verdict.line() + " " + verdict.what();
        assertEquals(status + " " + line + " " + what, output);

        String where = backup + (line > 0 ? ":" + line : "");
        assertRefused(status, where, what, verdict.why(), () -> importInto(target, backup, Set.of()));
        if (verdict.grade() == Grade.INCOMPLETE && !UNREADABLE.contains(name)) {
            // Commands that display report it; commands that need a complete store refuse it.
            assertTrue(connect(backup, Set.of()).contains("the store is incomplete: " + what));
        } else {
            assertRefused(status, where, what, verdict.why(), () -> connect(backup, Set.of()));
        }
        assertRefused(status, where, what, verdict.why(), () -> new Planner(
                        backup, () -> 0, step -> Progress.NONE, new Cancel())
                .examine(Set.of()));
        assertEquals(before, Stores.tree(scratch));
    }

    private static void assertRefused(
            int status, String where, String what, String why, org.junit.jupiter.api.function.Executable work) {
        Failure refused = assertThrows(Failure.class, work);
        assertEquals(status + " " + what, refused.status().code() + " " + refused.what());
        assertTrue(refused.where().startsWith(where), refused.where());
        assertEquals(why, refused.why());
    }

    private static void importInto(Path target, Path backup, Set<StoreCheck> accepted) throws IOException {
        ImportRequest request = new ImportRequest(target, null, accepted, false, "p");
        try (NdjsonSource source = NdjsonSource.open(backup);
                Import one = new Import(request, Disk.real(), System::currentTimeMillis)) {
            one.preflight(source.bytesTotal());
            one.prepare(source, backup.toString(), Progress.NONE, new Cancel());
            one.commit();
        }
    }

    /** Opens a session; returns its notes, one per line. */
    private String connect(Path backup, Set<StoreCheck> accepted) throws IOException {
        ConnectOptions options =
                ConnectOptions.cachedIn(new CacheDirectory(cache)).withAccepted(accepted);
        try (Sessions sessions = Sessions.standard()) {
            sessions.connect(backup.toString(), "it", options);
            return String.join("\n", sessions.current().notes());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            node-of-another-port | 92 | node 2 contradicts the log: log entry T1-N0.3 gives it id=2 raft=localhost:28203 grpc=0.0.0.0:28202
            node-of-other-client | 92 | node 2 contradicts the log: log entry T1-N0.3 gives it id=2 raft=localhost:28203 grpc=0.0.0.0:28202
            entry-adds-another   | 92 | node 2 contradicts the log: log entry T1-N0.3 gives it id=2 raft=localhost:4444 grpc=0.0.0.0:28202
            node-is-removed      | 92 | node 2 contradicts the log: log entry T1-N0.3 removes it
            """)
    void nodesMatchTheLog(String name, long line, String what) throws IOException {
        Path backup = Files.write(scratch.resolve("backup.ndjson"), WrongBackups.of(name));
        Verdict verdict = FileVerify.run(backup, Progress.NONE, new Cancel());
        assertEquals(line + " " + what, verdict.line() + " " + verdict.what());
        Failure refused = assertThrows(Failure.class, () -> importInto(scratch.resolve("raft"), backup, Set.of()));
        assertEquals("3 " + what, refused.status().code() + " " + refused.what());
    }

    /** An accepted check passes; a line that occurs twice with different content is always refused. */
    @Test
    void acceptLetsANamedCheckPass() throws IOException {
        Path backup = Files.write(scratch.resolve("backup.ndjson"), WrongBackups.of("membership-older"));
        Failure refused = assertThrows(
                Failure.class, () -> importInto(scratch.resolve("raft"), backup, EnumSet.of(StoreCheck.LINE_ORDER)));
        assertEquals("use another backup; to accept it anyway: --accept membership-mismatch", refused.next());
        importInto(scratch.resolve("raft"), backup, EnumSet.of(StoreCheck.MEMBERSHIP_MISMATCH));
        connect(backup, EnumSet.of(StoreCheck.MEMBERSHIP_MISMATCH));
        assertEquals(
                List.of("duplicate", "log-gap"),
                java.util.Arrays.stream(StoreCheck.values())
                        .filter(check -> !check.acceptable())
                        .map(StoreCheck::label)
                        .toList());
    }

    /** Directories pass the same checks, and a session on an invalid one is not opened. */
    @Test
    void aWrongDirectoryIsRefusedToo() throws IOException {
        Path backup = Files.write(scratch.resolve("backup.ndjson"), WrongBackups.of("membership-older"));
        Path raft = scratch.resolve("raft");
        importInto(raft, backup, EnumSet.of(StoreCheck.MEMBERSHIP_MISMATCH));
        assertRefused(
                3,
                raft.toString(),
                "LastMembership is from T1-N0.7, but the log sets one at T1-N0.8",
                "the membership of a state machine is the last one that its log set; lines of another store were mixed"
                        + " in",
                () -> connect(raft, Set.of()));
    }
}
