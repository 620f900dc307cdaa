package io.metash.command.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.command.CommandRun;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.testing.Exchange;
import io.metash.testing.LiveService;
import io.metash.testing.RecordedNode;
import io.metash.wire.ExportedChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a recorded cluster of two: a learner, and a leader that an embedded service replaces. */
class LearnerTest {
    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();
    private List<Exchange> recorded;
    private LiveService leader;
    private RecordedNode learner;

    @BeforeEach
    void twoNodes() throws IOException {
        recorded = Exchange.all().stream().filter(e -> e.number() >= 63).toList();
        assertEquals(10, recorded.size());
        leader = new LiveService(scratch);
        learner = new RecordedNode(
                recorded.stream().filter(e -> e.name().contains("learner")).toList(), leader.address());
    }

    @AfterEach
    void stop() throws IOException {
        run.context().close();
        learner.close();
        leader.close();
    }

    private MetaClient client(RecordedNode node) {
        return new MetaClient(List.of(Address.parse(node.address())), ClientOptions.STANDARD, Cancel::new);
    }

    private String connected() {
        run.ok("connect " + learner.address() + " as it");
        return run.err();
    }

    @Test
    void aLearnerReportsItsStatus() {
        assertEquals(
                "connected to meta service " + learner.address() + " as it\n"
                        + "note: node 2 answers: learner of term 1, version 260312.5.0\n"
                        + "note: the leader is id=0 raft=127.0.0.1:41006 grpc=127.0.0.1:41007\n",
                connected());
        assertEquals("learner 2", run.context().session().promptState());
        assertEquals(
                """
                name,role,leads,answers,raft,grpc,log
                0,voter,true,false,127.0.0.1:41006,127.0.0.1:41007,
                2,learner,false,true,127.0.0.1:41004,127.0.0.1:41005,
                """,
                run.ok("members -o csv"));
        assertEquals("127.0.0.1:41007\n127.0.0.1:41005\n", run.ok("member-list"));
        assertEquals(
                """
                BinaryVersion: 260312.5.0
                DataVersion: V004
                RaftLogSize: 3920
                RaftLog:
                  - CacheItems: 20
                  - CacheUsedSize: 3119
                  - WALTotalSize: 3920
                  - WALOpenChunkSize: 3920
                  - WALOffset: 3920
                  - WALClosedChunkCount: 0
                  - WALClosedChunkTotalSize: 0
                  - WALClosedChunkSizes:
                SnapshotKeyCount: 0
                Node: id=2 raft=127.0.0.1:41004
                State: Learner
                Leader: id=0 raft=127.0.0.1:41006 grpc=127.0.0.1:41007
                CurrentTerm: 1
                LastSeq: 6
                LastLogIndex: 19
                LastApplied: T1-N0.19
                Voters:
                  - id=0 raft=127.0.0.1:41006 grpc=127.0.0.1:41007
                NonVoters:
                  - id=2 raft=127.0.0.1:41004 grpc=127.0.0.1:41005
                """,
                run.ok("status --grpc-api-address " + learner.address()));
    }

    @Test
    void theLeaderReportsItsLearner() throws IOException {
        try (RecordedNode real = new RecordedNode(List.of(recorded.get(1)), null)) {
            run.ok("connect " + real.address() + " as it");
            assertTrue(run.err().contains("note: node 0 answers: leader of term 1, version 260312.5.0\n"), run.err());
            assertEquals(
                    """
                    name,role,leads,answers,raft,grpc,log
                    0,voter,true,true,127.0.0.1:41006,127.0.0.1:41007,T1-N0.19
                    2,learner,false,false,127.0.0.1:41004,127.0.0.1:41005,T1-N0.19
                    """,
                    run.ok("members -o csv"));
            String metactls = run.ok("status --grpc-api-address " + real.address());
            assertTrue(
                    metactls.contains(
                            """
                            Node: id=0 raft=127.0.0.1:41006
                            State: Leader
                            Leader: id=0 raft=127.0.0.1:41006 grpc=127.0.0.1:41007
                            CurrentTerm: 1
                            LastSeq: 6
                            LastLogIndex: 19
                            LastApplied: T1-N0.19
                            Replication:
                              - [0] T1-N0.19
                              - [2] T1-N0.19
                            Voters:
                              - id=0 raft=127.0.0.1:41006 grpc=127.0.0.1:41007
                            NonVoters:
                              - id=2 raft=127.0.0.1:41004 grpc=127.0.0.1:41005
                            """),
                    metactls);
        }
    }

    /** The leader answers calls that a learner forwards; the client keeps its connection to the learner. */
    @Test
    void aLearnerForwardsCallsToTheLeader() throws IOException {
        connected();
        assertEquals(
                "{\"key\":\"f/a\",\"seq\":1,\"proposed_at_ms\":1795479048933,\"expire_at_ms\":null,\"bytes\":1,"
                        + "\"encoding\":\"text\",\"value\":\"1\"}\n",
                run.ok("get --json f/a"));
        run.ok("rw on");
        Path txn = Files.writeString(scratch.resolve("a.txn"), "then get f/a\n");
        assertEquals("operation,key,seq_before,seq,number,value\nget,f/a,,1,,1\n", run.ok("txn " + txn + " -o csv"));
        assertTrue(run.err().endsWith("done: then, 1 operation\n"), run.err());
        assertEquals(List.of("Handshake", "GetClusterStatus", "MemberList", "KvReadV1", "Transaction"), learner.asked);
        assertEquals(
                leader.address(),
                ((io.metash.session.EndpointSession) run.context().session())
                        .client()
                        .leaderNamed());
    }

    /** A request that a learner refuses is executed once by the leader that it names. */
    @Test
    void aLearnerRefusesSomeCalls() throws IOException {
        leader.put("k/a=1", "k/b=2");
        try (MetaClient client = client(learner)) {
            List<String> values = new ArrayList<>();
            client.get(List.of(Bytes.utf8("k/b"), Bytes.utf8("k/none"), Bytes.utf8("k/a")))
                    .forEach(value ->
                            values.add(value == null ? "none" : value.data().text()));
            assertEquals(List.of("2", "none", "1"), values);
            assertEquals(leader.address(), client.current().toString());
            assertEquals(List.of("Handshake", "KvGetMany"), learner.asked);
        }
        learner.asked.clear();
        connected();
        run.ok("rw on");
        Path txn = Files.writeString(
                scratch.resolve("b.txn"),
                "{\"branches\":[{\"predicate\":{\"Leaf\":{\"key\":\"k/n\",\"target\":{\"Seq\":0},\"op\":\"Eq\"}},\"operations\":["
                        + "{\"FetchIncreaseU64\":{\"target\":{\"key\":\"k/n\",\"match_seq\":null},\"delta\":5,\"floor\":0}}]}]}");
        assertEquals(
                "operation,key,seq_before,seq,number,value\nfetch_increase_u64,k/n,,,5,\n",
                run.ok("txn " + txn + " -o csv"));
        assertEquals(List.of("Handshake", "GetClusterStatus", "MemberList", "KvTransaction"), learner.asked);
        // It was executed once, and the session stays with the leader.
        assertEquals("5", run.ok("get --raw k/n").strip());
        assertEquals("leader 0", promptState());
        assertEquals("k/a\nk/b\nk/n\n", run.ok("ls -o raw k/"));
        assertEquals(4, learner.asked.size(), learner.asked.toString());
    }

    private String promptState() {
        run.ok("members");
        return run.context().session().promptState();
    }

    @Test
    void aLearnerExportsItsOwnStore() throws IOException {
        StringBuilder want = new StringBuilder();
        for (byte[] chunk : recorded.get(9).responses()) {
            ExportedChunk.parseFrom(chunk).getDataList().forEach(line -> want.append(line.toStringUtf8())
                    .append('\n'));
        }
        connected();
        assertEquals(want.toString(), run.ok("export"));
        Path file = scratch.resolve("out.ndjson");
        run.ok("export " + file);
        assertEquals(want.toString(), Files.readString(file));
        assertEquals(want.toString(), run.ok("export --grpc-api-address " + learner.address()));
        assertTrue(run.err().contains("the node has no snapshot"), run.err());
    }
}
