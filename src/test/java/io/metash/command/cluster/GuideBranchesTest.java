package io.metash.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.metash.Commands;
import io.metash.client.ClientOptions;
import io.metash.client.RaftPort;
import io.metash.client.Tls;
import io.metash.command.CommandContext;
import io.metash.command.CommandRun;
import io.metash.command.StateDirectory;
import io.metash.output.Io;
import io.metash.raftdir.RaftDir;
import io.metash.record.Failure;
import io.metash.server.Credentials;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import io.metash.testing.Certificate;
import io.metash.testing.FakeService;
import io.metash.wire.ClusterStatus;
import io.metash.wire.NodeLogId;
import io.metash.wire.RaftReply;
import io.metash.wire.RaftRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each branch of the guide, with wrong answers on the way, up to a running cluster. */
class GuideBranchesTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson").toAbsolutePath();

    private static final Credentials STRICT = new Credentials(Map.of("operator", "s3cret"), true);
    private static final ClientOptions OPERATOR = ClientOptions.STANDARD.as("operator", "s3cret");

    @TempDir
    Path scratch;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final List<AutoCloseable> running = new ArrayList<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private Runnable start = () -> {};
    private String connection = "";
    private CommandContext context;

    @BeforeEach
    void context() throws IOException {
        scratch = scratch.toRealPath();
        PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        context =
                new CommandContext(Commands.table(), new Io(null, out, out, true, true, true, () -> 200), true, false);
        context.use(new StateDirectory(scratch.resolve("state")));
        context.setPrompter(question -> {
            if (question.contains("Wait") || screen().endsWith("caught up? y/N\n")) {
                start.run();
            }
            String answer = answers.poll();
            screen.writeBytes((question + (answer == null ? "^C" : answer) + "\n").getBytes(StandardCharsets.UTF_8));
            return answer;
        });
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : running) {
            one.close();
        }
    }

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private void shows(String... texts) {
        for (String text : texts) {
            assertTrue(screen().contains(text), () -> "no '" + text + "' in\n" + screen());
        }
    }

    private int guide(ClientOptions options, String... given) throws IOException {
        answers.addAll(List.of(given));
        int status = new Guide(context, context.prompter(), scratch, options, connection).run();
        assertEquals(List.of(), List.copyOf(answers), screen());
        return status;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void serve(Path store, ServiceOptions options) {
        try (RaftDir dir = RaftDir.open(store)) {
            running.add(EmbeddedService.start(options, dir));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private ServiceOptions at(int port) {
        return ServiceOptions.local(scratch.resolve("data")).at(new InetSocketAddress("127.0.0.1", port), null);
    }

    private void runs(int status) {
        assertEquals(0, status, screen());
        shows("the cluster matches the plan, and all keys are present");
    }

    @Test
    void aNewClusterFromABackupOverTls() throws Exception {
        int raft = freePort();
        int grpc = freePort();
        Certificate own = Certificate.of("meta.example", scratch, "own");
        connection = " --user operator --grpc-tls-ca-cert 'my ca.pem'";
        start = () -> serve(
                scratch.resolve("raft-4"),
                at(grpc).withTls(own.chain(), own.key()).withAuth(STRICT));
        runs(guide(
                OPERATOR.withTls(new Tls(own.authority(), "meta.example")),
                "0",
                "1",
                scratch.resolve("nothing").toString(),
                SAMPLE.toString(),
                "none",
                "three",
                "4",
                "here",
                "127.0.0.1:" + raft,
                "back",
                "127.0.0.1:" + raft,
                "127.0.0.1:" + raft,
                "127.0.0.1:" + grpc,
                scratch + "/raft-{id}",
                "yes",
                "1 node",
                "y"));
        shows(
                "  One node, with the id 4.\n  For 4 nodes go 'back' and type: 1 2 3 4\n",
                " --user operator --grpc-tls-ca-cert 'my ca.pem'\n");
    }

    @Test
    void theSameClusterOnNewAddresses() throws Exception {
        Path one = oneNodeBackup();
        int raft = freePort();
        int grpc = freePort();
        start = () -> serve(scratch.resolve("raft-1"), at(grpc).withAuth(STRICT));
        runs(guide(
                OPERATOR,
                "two",
                "2",
                one.toString(),
                "none",
                "localhost",
                "127.0.0.1:" + raft,
                "127.0.0.1:" + grpc,
                "127.0.0.1:1",
                scratch + "/raft-1",
                "1 node",
                "y"));
        shows("The nodes keep their ids: 1.");
    }

    /** The sample as a cluster of node 1 alone. */
    private Path oneNodeBackup() throws IOException {
        CommandRun run = new CommandRun();
        Path store = scratch.resolve("alone");
        run.ok("init-cluster --db " + SAMPLE + " --node 1=127.0.0.1:1=" + store);
        Path backup = scratch.resolve("alone.ndjson");
        run.ok("export --raft-dir " + store + " --db " + backup);
        return backup;
    }

    @Test
    void oneDirectoryIsLeft() throws Exception {
        Path left = scratch.resolve("left");
        new CommandRun().ok("import --raft-dir " + left + " --db " + SAMPLE);
        int raft = freePort();
        int grpc = freePort();
        Certificate own = Certificate.of("meta.example", scratch, "own");
        start = () -> serve(left, at(grpc).withTls(own.chain(), own.key()));
        runs(guide(
                ClientOptions.STANDARD.withTls(new Tls(own.authority(), "meta.example")),
                "3",
                SAMPLE.toString(),
                scratch + "/l*",
                "none",
                "",
                "127.0.0.1:" + raft,
                "127.0.0.1:" + grpc,
                left.toString(),
                "1 node",
                "y"));
    }

    @Test
    void severalDirectoriesOfAStoppedCluster() throws Exception {
        CommandRun run = new CommandRun();
        for (int id = 1; id <= 2; id++) {
            run.ok("import --raft-dir " + scratch.resolve("d" + id) + " --db " + SAMPLE);
        }
        int raft = freePort();
        int grpc = freePort();
        Certificate own = Certificate.of("meta.example", scratch, "own");
        start = () -> serve(
                scratch.resolve("d1"), at(grpc).withTls(own.chain(), own.key()).withAuth(STRICT));
        runs(guide(
                OPERATOR.withTls(new Tls(own.authority(), "meta.example")),
                "4",
                scratch + "/none*",
                scratch + "/d*",
                "none",
                "1",
                "127.0.0.1:" + raft,
                "127.0.0.1:" + raft,
                "127.0.0.1:" + grpc,
                scratch + "/d1/df_meta",
                scratch + "/d1",
                "1 node",
                "y"));
    }

    /** A fake cluster: an embedded service has one node. */
    private final class ToldCluster {
        private final FakeService leader;
        private final FakeService second;
        private final FakeService fourth;
        private final List<String> left = new CopyOnWriteArrayList<>();
        private final Server raft;
        private volatile boolean third = true;
        private volatile int sent = -1;

        ToldCluster() throws IOException {
            this(new FakeService(), new FakeService(), new FakeService());
        }

        /** Over TLS, for one user. */
        ToldCluster(Certificate own, String user) throws IOException {
            this(new FakeService(own, user), new FakeService(own, user), new FakeService(own, user));
        }

        private ToldCluster(FakeService leader, FakeService second, FakeService fourth) throws IOException {
            this.leader = leader;
            this.second = second;
            this.fourth = fourth;
            ServerServiceDefinition port = ServerServiceDefinition.builder("meta.RaftService")
                    .addMethod(RaftPort.FORWARD, ServerCalls.<RaftRequest, RaftReply>asyncUnaryCall((request, to) -> {
                        left.add(request.getData());
                        third = false;
                        FakeService.one(
                                RaftReply.newBuilder()
                                        .setData("{\"Leave\":null}")
                                        .build(),
                                to);
                    }))
                    .build();
            raft = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                    .addService(port)
                    .build()
                    .start();
            leader.onStatus = (empty, to) -> FakeService.one(status(1), to);
            second.onStatus = (empty, to) -> FakeService.one(status(2), to);
            fourth.onStatus = (empty, to) -> {
                FakeService.one(status(4), to);
                sent = Math.min(90, sent + 30);
            };
            running.addAll(List.<AutoCloseable>of(leader, second, fourth, raft::shutdownNow));
        }

        private String node(int id, String grpc) {
            return "id=" + id + " raft=127.0.0.1:" + (id == 1 ? raft.getPort() : id) + " grpc=" + grpc;
        }

        private ClusterStatus status(long id) {
            ClusterStatus.Builder status = ClusterStatus.newBuilder()
                    .setId(id)
                    .setState(id == 1 ? "Leader" : "Follower")
                    .setIsLeader(id == 1)
                    .setLastLogIndex(90)
                    .setLeader(node(1, leader.address()))
                    .addVoters(node(1, leader.address()))
                    .addVoters(node(2, second.address()));
            if (third) {
                status.addVoters(node(3, "127.0.0.1:9"));
            }
            if (sent >= 0) {
                status.addVoters(node(4, fourth.address()));
                status.addReplication(NodeLogId.newBuilder()
                        .setKey(4)
                        .setValue("T1-N1." + sent)
                        .build());
            }
            return status.build();
        }
    }

    @Test
    void oneNodeOfAHealthyClusterIsLost() throws Exception {
        oneNodeIsLost(new ToldCluster(), ClientOptions.STANDARD);
    }

    @Test
    void oneNodeOfAHealthyClusterIsLostOverTls() throws Exception {
        Certificate own = Certificate.of("meta.example", scratch, "own");
        oneNodeIsLost(
                new ToldCluster(own, OPERATOR.user() + ":" + OPERATOR.password()),
                OPERATOR.withTls(new Tls(own.authority(), "meta.example")));
    }

    /** Wrong answers first: a port without a service, a node that still answers, ids and addresses in use. */
    private void oneNodeIsLost(ToldCluster cluster, ClientOptions options) throws Exception {
        start = () -> cluster.sent = 0;
        int status = guide(
                options,
                "5",
                "127.0.0.1:9",
                cluster.leader.address(),
                "1",
                "7",
                "",
                "none",
                "3",
                "",
                "127.0.0.1:2",
                "127.0.0.1:4",
                cluster.fourth.address(),
                SAMPLE.toString(),
                scratch + "/n4",
                "node 3",
                "node 4",
                "perhaps",
                "y",
                "y");
        assertEquals(0, status);
        assertEquals(List.of("{\"forward_to_leader\":1,\"body\":{\"Leave\":{\"node_id\":3}}}"), cluster.left);
        shows(
                "Remove node 3 from the cluster now? y/N",
                "  node 3 is removed from the cluster.",
                "waiting for node 4: it has the log up to T1-N1.30, the leader's log ends at 90",
                "  node 4 has caught up: it has the log up to T1-N1.90, the leader's log ends at 90.");
        assertTrue(Files.isDirectory(scratch.resolve("n4")));
    }

    @Test
    void membersShowsWhichNodesAnswer() throws Exception {
        ToldCluster cluster = new ToldCluster();
        CommandRun run = new CommandRun().onRealPlaces();
        run.ok("connect " + cluster.leader.address() + " as told");
        String rows = run.ok("members -o csv").replaceAll("127.0.0.1:[0-9]+", "HERE");
        assertEquals(
                "name,role,leads,answers,raft,grpc,log\n"
                        + "1,voter,true,true,HERE,HERE,\n"
                        + "2,voter,false,true,HERE,HERE,\n"
                        + "3,voter,false,false,HERE,HERE,\n",
                rows);
        assertTrue(run.err().contains("node 3 does not answer: cannot reach the meta service"), run.err());
    }

    /** Exports of a directory by time: wrong numbers, back, the older one. Missing writes are reported. */
    @Test
    void backupsInADirectoryAreOfferedByTime() throws Exception {
        Path shelf = Files.createDirectory(scratch.resolve("shelf"));
        Path older = Files.copy(SAMPLE, shelf.resolve("older.ndjson"));
        Files.setLastModifiedTime(older, FileTime.fromMillis(1_700_000_000_000L));
        // The store has one more entry, written three days later.
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(SAMPLE)) {
            lines.add(line);
            Matcher last = Pattern.compile("(.*LogEntry.*\"index\":)83(\\}.*\"time_ms\":)([0-9]+)(.*)")
                    .matcher(line);
            if (last.matches()) {
                long laterMs = Long.parseLong(last.group(3)) + 3 * 86_400_000L + 5;
                lines.add(last.group(1) + "84" + last.group(2) + laterMs + last.group(4));
            }
        }
        Path store = scratch.resolve("raft-1");
        Path longer = Files.write(shelf.resolve("newer.ndjson"), lines);
        new CommandRun().ok("import --raft-dir " + store + " --db " + longer);
        answers.addAll(List.of(
                "1", scratch.toString(), shelf.toString(), "0", "back", shelf.toString(), "3", "2", "none", "1"));
        answers.addAll(List.of("127.0.0.1:" + freePort(), "127.0.0.1:" + freePort(), store.toString(), "quit"));
        assertThrows(
                Failure.class, () -> new Guide(context, context.prompter(), scratch, ClientOptions.STANDARD, "").run());
        shows(
                "Invalid answer: no Raft directory and no backup found there",
                "The number of the backup; 1 is the newest",
                "Invalid answer: '3' is not one of the numbers",
                "note  node 1: the backup ends 3 days before the existing store: at T1-N0.83 of ",
                "what was written in between");
        int newer = screen().indexOf("newer.ndjson");
        assertTrue(newer > 0 && newer < screen().indexOf("older.ndjson"), screen());
    }
}
