package io.metash.command.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.testing.LiveService;
import io.metash.testing.RelayedNode;
import io.metash.wire.ClusterStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which node of a cluster {@code backup} uses, and when it takes a snapshot first. The leader is an embedded service.
 */
class ClusterBackupTest {
    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private LiveService leader;

    @BeforeEach
    void start() throws IOException {
        leader = new LiveService(scratch);
        open.add(leader);
        leader.put("a=x", "b=y", "c=z");
        names.put(leader.address(), "LEADER");
        names.put(leader.admin(), "ADMIN");
    }

    @AfterEach
    void stop() throws Exception {
        run.context().close();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private RelayedNode node(String name, Consumer<ClusterStatus.Builder> says) throws Exception {
        RelayedNode node = new RelayedNode(leader, says);
        open.add(node);
        names.put(node.address(), name);
        return node;
    }

    private static Consumer<ClusterStatus.Builder> id(long id) {
        return status -> status.setId(id);
    }

    private String nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + free.getLocalPort();
            names.put(address, "NOBODY");
            return address;
        }
    }

    /** Runs a backup of these nodes; returns its messages with varying parts masked. */
    private String backup(int status, String options, String... nodes) {
        int is = run.status("backup --grpc-api-address " + String.join(",", nodes) + " --cluster prod --to '"
                + scratch.resolve("shelf") + "' " + options);
        String output = masked(run.err());
        assertEquals(status, is, output);
        return output;
    }

    private String masked(String text) {
        String masked = text.replace(scratch.toString(), "DIR");
        for (Map.Entry<String, String> name : names.entrySet()) {
            masked = masked.replace(name.getKey(), name.getValue());
        }
        return masked.replaceAll("\\d{8}T\\d{6}Z(-\\d+)?", "TIME")
                .replaceAll("[0-9a-f]{64}", "HASH")
                .replaceAll("records, .*? from", "records from");
    }

    /** Addresses, of which the last is the leader's. */
    private String admins(int count) {
        StringBuilder others = new StringBuilder();
        for (int i = 1; i < count; i++) {
            others.append("127.0.0.1:").append(i).append(',');
        }
        return "--admin-api-address " + others + leader.admin();
    }

    private static String first(String output) {
        return output.lines().findFirst().orElse("");
    }

    @Test
    void aFollowerIsPreferredAndReported() throws Exception {
        RelayedNode follower = node("FOLLOWER", id(2));
        assertEquals(
                """
                using node 2 at FOLLOWER: follower, applied up to T1-N0.6, no snapshot
                1. make the directory DIR/shelf
                exported 12 records from FOLLOWER to DIR/shelf/prod-TIME.ndjson
                manifest: DIR/shelf/prod-TIME.ndjson.manifest, SHA-256 HASH
                """,
                backup(0, "", leader.address(), follower.address())
                        .lines()
                        .limit(4)
                        .map(line -> line + "\n")
                        .reduce("", String::concat));
        assertTrue(follower.asked().contains("ExportV1"), follower.asked().toString());
    }

    @Test
    void theFollowerThatAppliedMostIsUsed() throws Exception {
        RelayedNode behind = node("BEHIND", status -> status.setId(2).setLastApplied("T1-N0.1"));
        RelayedNode level = node("LEVEL", id(3));
        assertEquals(
                "using node 3 at LEVEL: follower, applied up to T1-N0.6, no snapshot",
                first(backup(0, "", behind.address(), level.address(), leader.address())));
        assertFalse(behind.asked().contains("ExportV1"), behind.asked().toString());
    }

    @Test
    void unhealthyNodesAreSkipped() throws Exception {
        RelayedNode far = node("FAR", status -> status.setId(2).setLastApplied("T1-N0.1"));
        RelayedNode learner = node("LEARNER", status -> status.setId(3).setState("Learner"));
        RelayedNode lost = node("LOST", status -> status.setId(4).clearLeader());
        String output = backup(
                0,
                "--max-lag 1 " + admins(5),
                far.address(),
                learner.address(),
                lost.address(),
                nobody(),
                leader.address());
        assertEquals(
                """
                note: not used: FAR, it is 5 log entries behind the others
                note: not used: LEARNER, it is a learner
                note: not used: LOST, it knows no leader
                note: not used: NOBODY, cannot reach the meta service: Connection refused
                using node 0 at LEADER: leader, applied up to T1-N0.6, no snapshot
                1. make the directory DIR/shelf
                the snapshot is at T1-N0.6
                2. make a snapshot on node 0 at LEADER: the node has none
                exported 19 records from LEADER to DIR/shelf/prod-TIME.ndjson
                """,
                output.lines().limit(9).map(line -> line + "\n").reduce("", String::concat));
    }

    @Test
    void aClusterWithoutALeaderIsBackedUp() throws Exception {
        RelayedNode one =
                node("ONE", status -> status.setId(2).setState("Candidate").clearLeader());
        RelayedNode two = node("TWO", status -> status.setId(3).clearLeader().setLastApplied("T1-N0.2"));
        assertEquals(
                """
                note: no node is healthy; the best one is used although it is a candidate
                note: not used: TWO, it knows no leader
                using node 2 at ONE: candidate, applied up to T1-N0.6, no snapshot
                """,
                backup(0, "", one.address(), two.address())
                        .lines()
                        .limit(3)
                        .map(line -> line + "\n")
                        .reduce("", String::concat));
    }

    @Test
    void aSnapshotIsMadeWhenTheNewestIsTooOld() {
        String first = backup(0, "--max-lag 0 " + admins(1), leader.address());
        assertTrue(first.contains("2. make a snapshot on node 0 at LEADER: the node has none"), first);
        leader.put("d=1", "e=2");
        String enough = backup(0, "--max-lag 2 " + admins(1), leader.address());
        assertFalse(enough.contains("make a snapshot"), enough);
        String dry = backup(0, "--max-lag 1 --dry-run " + admins(1), leader.address());
        assertEquals(
                """
                1. make a snapshot on node 0 at LEADER: the newest is 2 log entries behind
                2. export to DIR/shelf/prod-TIME.ndjson
                3. read DIR/shelf/prod-TIME.ndjson again and compare it with its manifest
                """,
                masked(run.out()));
        assertEquals(
                """
                using node 0 at LEADER: leader, applied up to T1-N0.8, snapshot at T1-N0.6
                dry run: 3 steps, nothing was done
                """,
                dry);
        String made = backup(0, "--max-lag 1 " + admins(1), leader.address());
        assertTrue(made.contains("the snapshot is at T1-N0.8\n1. make a snapshot on node 0 at LEADER"), made);
    }

    @Test
    void aSessionOnSeveralNodesChoosesOne() throws Exception {
        RelayedNode follower = node("FOLLOWER", id(2));
        run.ok("connect " + leader.address() + "," + follower.address() + " as live");
        run.ok("backup @live --to '" + scratch.resolve("shelf") + "'");
        assertEquals(
                "using node 2 at FOLLOWER: follower, applied up to T1-N0.6, no snapshot", first(masked(run.err())));
        assertTrue(run.out().contains("/live-"), run.out());
    }

    @Test
    void noNodeAnswers() throws IOException {
        String nobody = nobody();
        assertEquals(
                """
                metash: no node of the cluster answers
                  where  NOBODY
                  why    NOBODY: cannot reach the meta service: Connection refused
                  next   check the addresses and that databend-meta runs; a Raft directory is backed up with --raft-dir DIR
                """,
                backup(5, "--max-lag 1 ", nobody));
    }

    @Test
    void nodesOfTwoClustersAreRefused() throws Exception {
        RelayedNode other = node("OTHER", status -> status.clearVoters().addVoters("id=9 raft=other:1 grpc=other:2"));
        assertEquals(
                """
                metash: these nodes belong to different clusters
                  where  LEADER, OTHER
                  why    they have no voter in common: id=0 raft=localhost:28004 grpc=; id=9 raft=other:1 grpc=other:2
                  next   back up one cluster at a time
                """,
                backup(2, "", leader.address(), other.address()));
    }

    @Test
    void optionsForARunningServiceNeedOne() throws IOException {
        assertEquals(
                """
                metash: --admin-api-address names 1 addresses for 2 nodes
                """,
                backup(2, "--max-lag 1 " + admins(1), leader.address(), nobody()));
        assertEquals("metash: --max-lag must not be negative\n", backup(2, "--max-lag -1", leader.address()));
        assertEquals(2, run.status("backup --raft-dir x --max-lag 1 --to y"));
        assertEquals(
                """
                metash: --max-lag and --admin-api-address are for a running service
                  next   backup --grpc-api-address HOST:PORT --max-lag 1000 --to DIR
                """,
                run.err());
    }
}
