package io.metash.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.client.ClientOptions;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.command.ScriptedPrompter;
import io.metash.command.StateFolder;
import io.metash.files.FileLock;
import io.metash.output.Io;
import io.metash.raftdir.RaftDir;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import io.metash.testing.Certificate;
import io.metash.testing.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guided rebuild, asked by a person who has all answers ready. */
class GuideTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson").toAbsolutePath();

    @TempDir
    Path scratch;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private ScriptedPrompter person;
    private CommandContext context;

    @BeforeEach
    void context() throws IOException {
        scratch = scratch.toRealPath();
        PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        Io io = new Io(null, out, out, true, true, true, () -> 200);
        context = new CommandContext(Commands.table(), io, true, false);
        context.use(new StateFolder(scratch.resolve("state")));
    }

    private int guide(String... answers) throws IOException {
        screen.reset();
        person = new ScriptedPrompter(
                Arrays.asList(answers), text -> screen.writeBytes(text.getBytes(StandardCharsets.UTF_8)));
        context.attended(person);
        return new Guide(context, scratch, ClientOptions.STANDARD, "").run();
    }

    private void leaves(String... answers) {
        Failure left = assertThrows(Failure.class, () -> guide(answers));
        assertEquals(ExitStatus.INTERRUPTED, left.status());
        assertEquals("you left; nothing was changed", left.what());
    }

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8).replace(scratch.toString(), "/base");
    }

    private void shows(String text) {
        assertTrue(screen().contains(text), () -> "no '" + text + "' in\n" + screen());
    }

    private static int[] freePorts(int count) throws IOException {
        ServerSocket[] held = new ServerSocket[count];
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            held[i] = new ServerSocket(0);
            ports[i] = held[i].getLocalPort();
        }
        for (ServerSocket one : held) {
            one.close();
        }
        return ports;
    }

    private Path planFile() throws IOException {
        try (var all = Files.list(scratch)) {
            return all.filter(p -> p.toString().endsWith(".plan.json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String config(int id) throws IOException {
        String name = planFile().getFileName().toString().replace(".plan.json", ".node-" + id + ".toml");
        return Files.readString(scratch.resolve(name));
    }

    /** Three nodes with changed addresses: at most twelve answers. */
    @Test
    void aNewClusterFromABackup() throws IOException {
        int[] p = freePorts(6);
        int status = guide(
                "1",
                SAMPLE.toString(),
                "",
                "",
                "127.0.0.1:" + p[0],
                "127.0.0.1:" + p[1],
                "127.0.0.1:" + p[2],
                "127.0.0.1:" + p[3] + " 127.0.0.1:" + p[4] + " 127.0.0.1:" + p[5],
                scratch + "/raft-{id}",
                "3 nodes");
        assertEquals(0, status);
        assertEquals(11, person.questions());
        assertEquals(0, person.left());
        shows("members  {1, 2, 3}  becomes  {1, 2, 3}, at log id T1-N0.84");
        shows("Done: all 3 nodes have their stores.");
        for (int id = 1; id <= 3; id++) {
            String text = Stores.text(scratch.resolve("raft-" + id));
            assertTrue(text.contains("\"port\":" + p[id - 1]), text);
        }
        assertTrue(config(2).contains("grpc_api_address = \"127.0.0.1:" + p[4] + "\""), config(2));
        CommandRun run = new CommandRun();
        run.ok("init-cluster verify " + planFile());
        assertEquals(3, run.status("init-cluster verify " + SAMPLE));
        run.ok("init-cluster rollback " + planFile());
        assertFalse(Files.exists(scratch.resolve("raft-1")));
        assertEquals(1, run.status("init-cluster verify " + planFile()));
        assertEquals(6, run.status("init-cluster resume " + planFile()));
        assertEquals(6, run.status("init-cluster apply " + planFile()));
        assertTrue(run.err().contains("--yes-i-mean '3 nodes'"), run.err());
        assertEquals(6, run.status("init-cluster apply " + planFile() + " --yes-i-mean '4 nodes'"));
        run.ok("init-cluster apply --dry-run " + planFile());
        assertFalse(Files.exists(scratch.resolve("raft-1")));
    }

    @Test
    void leavingAtAnyQuestionChangesNothing() throws IOException {
        String[] all = {"1", SAMPLE.toString(), "none", "4", "127.0.0.1:29103", "none", scratch + "/raft-{id}"};
        Files.createDirectory(scratch.resolve("state"));
        for (int given = 0; given <= all.length; given++) {
            leaves(Arrays.copyOf(all, given));
            TreeMap<String, String> names = Stores.tree(scratch);
            assertEquals(Map.of("state", names.get("state")), names);
        }
        leaves("1", SAMPLE.toString(), "quit");
    }

    @Test
    void theWayBack() {
        leaves(
                "back",
                "1",
                SAMPLE.toString(),
                "none",
                "1 2",
                "a:1",
                "b:1",
                "back",
                "back",
                "a:2",
                "back",
                "back",
                "9",
                "c:1");
        shows("This is the first question.");
        // Back from the clients' addresses to the Raft address of node 2, and to that of node 1.
        shows("[b:1] > back");
        shows("[a:1] > a:2");
        // Back from the second node to the first, from there to the ids.
        shows("[1 2] > 9\n  One node, with the id 9.\n  For 9 nodes go 'back' and type: 1 2 3 4 5 6 7 8 9\n");
        shows("Raft address of node 9 (host:port): where the other nodes reach it\n> c:1");
        shows("Advertised client addresses (host:port), one per node: 9\n[c:9191] > ^C");
    }

    @Test
    void aWrongAnswerIsRefusedAtOnceWithItsReason() {
        leaves(
                "6",
                "1",
                "/no/such/file",
                "pom.xml",
                SAMPLE.toString(),
                "pom.xml",
                "none",
                "1 x",
                "1 1",
                "1 2",
                "host",
                "host:0",
                "::1:5",
                "h:5",
                "h:5",
                "h:6",
                "h:9191",
                "h:9191 h:9191",
                "h:5 h:7",
                "h:7 h:8",
                "/same",
                "h:7 h:8",
                "/a/df_meta /b",
                "?");
        shows("Invalid answer: '6' is not one of the choices\n  type a number, 1 to 5");
        shows("Invalid answer: no such file (/no/such/file)");
        shows("Invalid answer: 'x' is not a node id");
        shows("Invalid answer: node 1 is named twice");
        shows("Invalid answer: 'host' is not an address\n  the address needs a host and a port");
        shows("'0' is not a port: 1 to 65535");
        shows("(write IPv6 in brackets)");
        shows("Invalid answer: node 1 has the address h:5 already");
        shows("Invalid answer: there are 2 nodes, and 1 address\n");
        shows("Invalid answer: two nodes have the address h:9191");
        shows("Invalid answer: h:5 is already a Raft address");
        shows("Invalid answer: two nodes have the same directory, or one inside the other");
        shows("Invalid answer: this is an address, not a directory (h:7)");
        shows("Invalid answer: this directory is inside a Raft directory");
        shows("An existing store is moved aside and kept.");
    }

    @Test
    void configurationFilesAreTheAnswers() throws IOException {
        for (int id = 1; id <= 2; id++) {
            Files.writeString(
                    scratch.resolve("meta-" + id + ".toml"),
                    "# mine " + id + "\ngrpc_api_address = \"0.0.0.0:" + (29190 + id) + "\"\n"
                            + "grpc_api_advertise_host = \"127.0.0.1\"\n[raft_config]\nid = " + id + "\nraft_dir = \""
                            + scratch + "/r" + id + "\" # here\nraft_api_port = " + (29100 + id)
                            + "\nraft_advertise_host = \"127.0.0.1\"\nsingle = true\n");
        }
        guide("1", SAMPLE.toString(), scratch + "/meta-*.toml", "", "", "", "", "");
        assertEquals(8, person.questions());
        shows("1     127.0.0.1:29101  127.0.0.1:29191   /base/r1");
        shows("No directory was touched. To apply the plan:\n  init-cluster apply ");
        assertTrue(config(1).startsWith("# mine 1\n"), config(1));
        assertTrue(config(1).contains("/r1\" # here"), config(1));
        assertTrue(Files.readString(scratch.resolve("meta-1.toml")).contains("single = true"));
    }

    @Test
    void theSameClusterOnNewAddresses() throws IOException {
        guide("2", SAMPLE.toString(), "none", "10.9.0.1:28103", "10.9.0.2:28103", "10.9.0.3:28103", "", "", "");
        shows("The nodes keep their ids: 1 2 3.");
        shows("[10.9.0.1:9191 10.9.0.2:9191 10.9.0.3:9191] > ");
        shows("[/var/lib/databend/raft] > ");
        shows("Not all nodes are on this host, so each host builds its own store.");
        shows("  node 2:  init-cluster bundle ");
        shows("--only 2");
    }

    @Test
    void oneDirectoryIsLeft() throws IOException {
        Path left = scratch.resolve("left");
        new CommandRun().ok("import --raft-dir " + left + " --db " + SAMPLE);
        int[] p = freePorts(2);
        guide("3", left.toString(), "none", "", "127.0.0.1:" + p[0], "127.0.0.1:" + p[1], left.toString(), "1 node");
        shows("A backup of /base/left is now in /base/backup-of-node-1-T1-N0.83.ndjson.");
        shows("proved complete: it matches its manifest");
        shows("[1] > ");
        shows("node 1: the store in /base/left is moved to /base/left.metash-old-TIME; the new store replaces it");
        assertTrue(Stores.text(left).contains("\"configs\":[[1]]"));
        assertEquals(Files.readString(SAMPLE), Files.readString(scratch.resolve("backup-of-node-1-T1-N0.83.ndjson")));
    }

    @Test
    void theMostAdvancedOfSeveralDirectories() throws IOException {
        CommandRun run = new CommandRun();
        for (int id = 1; id <= 3; id++) {
            // Node 2 lacks the last entries and the snapshot, node 3 cannot be read.
            StringBuilder some = new StringBuilder();
            for (String line : Files.readAllLines(SAMPLE)) {
                boolean beyond =
                        line.matches(".*LogEntry.*\"index\":(8[0-3])\\},.*") || line.contains("state_machine/0");
                if (id != 2 || !beyond) {
                    some.append(line.replace("\"NodeId\":1", "\"NodeId\":" + id))
                            .append('\n');
                }
            }
            Path file = Files.writeString(scratch.resolve("b" + id + ".ndjson"), some);
            run.status("import --accept purged-ahead --accept log-starts-late --raft-dir " + scratch.resolve("d" + id)
                    + " --db " + file);
            assertTrue(Files.exists(scratch.resolve("d" + id)), run.err());
        }
        Files.write(
                scratch.resolve("d3/df_meta/V004/log/r-00_000_000_000_000_000_000.wal"), new byte[] {1, 2, 3, 4, 5, 6});
        // What imports keep beside a directory is not meant by a star.
        try (var all = Files.list(scratch)) {
            assertTrue(all.anyMatch(path -> path.getFileName().toString().startsWith("d1.metash-journal-")));
        }
        leaves("4", scratch + "/d*", "none", "1 2 3", "back");
        assertFalse(screen().contains(".metash-journal-"), screen());
        leaves("4", scratch + "/d2 " + scratch + "/d1 " + scratch + "/d3", "none", "1 2 3", "back");
        shows("1     T1-N0.83        T1-N0.83   T1-N0.83  {1, 2, 3}  /base/d1\n2     T1-N0.79");
        shows("cannot be read: /base/d3: ");
        shows("The most advanced is node 1: its log goes to T1-N0.83, that of node 2 to T1-N0.79.");
        shows("These are 2 of the 3 voters, a majority: every acknowledged write is in the most advanced" + " one.");
        shows("A backup of /base/d1 is now in ");
    }

    /** Three stores that end at the same entry; what the last one holds for a key is not what the others do. */
    @Test
    void directoriesThatEndAlikeAreComparedAndAsked() throws IOException {
        CommandRun run = new CommandRun();
        for (int id = 1; id <= 3; id++) {
            String text = Files.readString(SAMPLE)
                    .replaceAll("(?m)^.*\"LogEntry\".*\n", "")
                    .replaceAll("\"Purged\":.*", "\"Purged\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":83}}]")
                    .replace("\"NodeId\":1", "\"NodeId\":" + id);
            String key = "\"key\":\"__fd_table_id_to_name/14\",\"value\":{\"seq\":";
            assertTrue(text.contains(key), text);
            Path file = Files.writeString(
                    scratch.resolve("b" + id + ".ndjson"),
                    id < 3 ? text : text.replaceAll("(table_id_to_name/14\".*\"data\":\\[)", "$197,"));
            assertEquals(
                    0,
                    run.status("import --accept catalog --raft-dir " + scratch.resolve("d" + id) + " --db " + file),
                    run.err());
        }
        leaves("4", scratch + "/d3 " + scratch + "/d1 " + scratch + "/d2", "9", "1", "none", "1 2 3", "back");
        shows("node 3 and node 1 end at the same entry, T1-N0.83, but their states are not the same: 1 key differs:"
                + " __fd_table_id_to_name/14");
        shows("Which one is used? Their logs do not tell which state is right");
        shows("Invalid answer: none of them is named 9");
        shows("The state of node 1 is used, as you chose.");
        shows("These are 3 of the 3 voters, a majority, but their states differ: nothing says which of them holds"
                + " everything that was acknowledged.");
        shows("A backup of /base/d1 is now in ");
    }

    @Test
    void aRunningServerIsNoSource() throws IOException {
        Path left = scratch.resolve("left");
        new CommandRun().ok("import --raft-dir " + left + " --db " + SAMPLE);
        try (FileLock server = FileLock.take(left.resolve("df_meta/V004/log/LOCK"), true)) {
            assertTrue(server.held());
            leaves("3", left.toString());
        }
        shows("Invalid answer: a server is running on this directory, so its data still changes");
    }

    private EmbeddedService serve(String name, int port) throws IOException {
        Path data = scratch.resolve("data-" + name + "-" + System.nanoTime());
        try (RaftDir dir = RaftDir.open(scratch.resolve(name))) {
            return EmbeddedService.start(
                    ServiceOptions.local(data).at(new InetSocketAddress("127.0.0.1", port), null), dir);
        }
    }

    /** Two of three nodes answer, each an embedded service that leads by itself. */
    @Test
    void oneNodeOfAHealthyClusterIsLost() throws IOException {
        int[] p = freePorts(3);
        CommandRun run = new CommandRun();
        Path plan = scratch.resolve("three.plan.json");
        run.ok("init-cluster plan --db " + SAMPLE + " --out " + plan + " --node 1=127.0.0.1:1=" + scratch.resolve("n1")
                + " --node 2=127.0.0.1:2=" + scratch.resolve("n2") + " --node 3=127.0.0.1:3=" + scratch.resolve("n3")
                + " --grpc 1=127.0.0.1:" + p[0] + " --grpc 2=127.0.0.1:" + p[1] + " --grpc 3=127.0.0.1:" + p[2]);
        assertEquals(0, run.status("init-cluster apply " + plan + " --ports-in-use --yes-i-mean '3 nodes'"), run.err());
        try (EmbeddedService one = serve("n1", p[0]);
                EmbeddedService two = serve("n2", p[1])) {
            assertTrue(one.port() != two.port());
            Path used = Files.createDirectories(scratch.resolve("used/df_meta")).getParent();
            leaves("5", "127.0.0.1:" + p[2], "127.0.0.1:" + p[0], "1", "8", "");
            shows("Invalid answer: cannot reach");
            shows("Leader: id=1 raft=127.0.0.1:1 grpc=127.0.0.1:" + p[0]);
            shows("3     127.0.0.1:3   127.0.0.1:" + p[2] + "   yes    NO");
            shows("Invalid answer: node 1 is the leader of the cluster: it is not lost");
            shows("Invalid answer: the cluster has no node 8");
            int status = guide(
                    "5",
                    "127.0.0.1:" + p[0],
                    "",
                    "",
                    "3",
                    "",
                    "127.0.0.1:2",
                    "",
                    "",
                    used.toString(),
                    scratch + "/n4",
                    "node 3",
                    "node 4");
            assertEquals(0, status);
            shows("Invalid answer: node 3 is a member of the cluster");
            shows("Invalid answer: another node has the address 127.0.0.1:2");
            shows("Invalid answer: this directory is not empty; a joining node starts empty");
            shows("Invalid answer: the answer is not node 4");
            shows("  databend-meta --leave-id 3 --leave-via 127.0.0.1:1 --leave-via 127.0.0.1:2");
            assertTrue(Files.isDirectory(scratch.resolve("n4")));
            String config = Files.readString(scratch.resolve("databend-meta.node-4.toml"));
            assertTrue(config.contains("join = [\"127.0.0.1:1\", \"127.0.0.1:2\"]"), config);
            assertTrue(config.contains("single = false"), config);
            // Two that both say they lead are no healthy cluster for the plan.
            assertEquals(5, run.status("init-cluster check " + plan));
            assertTrue(
                    run.out().contains("NO    leader: the nodes name as their leader: 1, 2; leading: [1, 2]"),
                    run.out());
            assertTrue(run.out().contains("NO    node 3: not reached at 127.0.0.1:" + p[2]), run.out());
        }
        // Alone, node 1 has no majority behind it.
        try (EmbeddedService one = serve("n1", p[0])) {
            leaves("5", "127.0.0.1:" + one.port(), "3");
            shows("Invalid answer: only 1 of the 3 voters are reached without it, no majority");
        }
    }

    /** At the end somebody may wait for the nodes: until they are there, or until Ctrl-C. */
    @Test
    void oneMayWaitForTheNodes() throws Exception {
        int[] p = freePorts(2);
        Path plan = scratch.resolve("one.plan.json");
        new CommandRun()
                .ok("init-cluster plan --db " + SAMPLE + " --out " + plan + " --node 7=127.0.0.1:" + p[0] + "="
                        + scratch.resolve("n1") + " --grpc 7=127.0.0.1:" + p[1]);
        assertEquals(0, attended("apply", plan, "1 node", "n"));
        shows("To undo it, with the nodes stopped:");
        assertFalse(screen().contains("waiting: "), screen());
        Thread leaver = new Thread(() -> {
            long end = System.nanoTime() + 60_000_000_000L;
            while (!screen().contains("waiting: node 7 is not reached") && System.nanoTime() < end) {
                LockSupport.parkNanos(20_000_000);
            }
            context.cancel().ask();
        });
        leaver.start();
        assertEquals(0, attended("resume", plan, "y"));
        leaver.join();
        shows("Stopped waiting; the stores are unchanged.");
        context.renewCancel();
        try (EmbeddedService service = serve("n1", p[1])) {
            assertEquals(0, attended("resume", plan, "yes"), () -> service + screen());
            shows("the cluster matches the plan, and all keys are present");
        }
    }

    private int attended(String verb, Path plan, String... answers) {
        screen.reset();
        person = new ScriptedPrompter(
                Arrays.asList(answers), text -> screen.writeBytes(text.getBytes(StandardCharsets.UTF_8)));
        context.attended(person);
        return new CommandLineRunner(context)
                .run(java.util.List.of("init-cluster", verb, plan.toString(), "--ports-in-use"));
    }

    /** What a check says of a service on the directory of a plan of one node. */
    @Test
    void theClusterOfThePlanIsRecognised() throws IOException {
        int[] p = freePorts(2);
        CommandRun run = new CommandRun();
        Path plan = scratch.resolve("one.plan.json");
        Path backup = Files.copy(SAMPLE, scratch.resolve("backup.ndjson"));
        run.ok("init-cluster plan --db " + backup + " --out " + plan + " --node 7=127.0.0.1:" + p[0] + "="
                + scratch.resolve("n1") + " --grpc 7=127.0.0.1:" + p[1]);
        assertEquals(0, run.status("init-cluster apply " + plan + " --yes-i-mean '1 node'"), run.err());
        assertEquals(5, run.status("init-cluster check " + plan + " --wait --timeout 1"));
        try (EmbeddedService service = serve("n1", p[1])) {
            assertEquals(
                    """
                      ok    node 7: reached at HERE: Leader, version 260304.0.0
                      ok    leader: node 7 leads in term 2; all nodes agree
                      ok    members: voters [7], all at the Raft addresses of the plan
                      ok    log: applied up to T2-N7.86
                      ok    keys: 68 keys, SHA-256 b5a348fb2365..., exactly those of the backup; \
                    of 3 with an expiry time 0 remain; databases: 1, tables: 8, users: 0
                    """,
                    run.ok("init-cluster check " + plan).replace("127.0.0.1:" + service.port(), "HERE"));
            String address = " --grpc-api-address 127.0.0.1:" + p[1];
            assertEquals(0, run.status("upsert" + address + " --key new --value x"), run.err());
            String all = run.ok("init-cluster check " + plan);
            assertTrue(
                    all.contains("note  keys: all keys of the backup exist; missing: 0, different from the backup: 0;"
                            + " written since the start: 1 (new new)"),
                    all);
            String key = "__fd_database/test_tenant/default";
            assertEquals(0, run.status("upsert" + address + " --key " + key + " --value 9"), run.err());
            all = run.ok("init-cluster check " + plan);
            assertTrue(all.contains("written since the start: 2 (changed " + key + ", new new)"), all);
            try (var client = new io.metash.client.MetaClient(
                    java.util.List.of(io.metash.client.Address.parse("127.0.0.1:" + p[1])),
                    io.metash.client.ClientOptions.STANDARD,
                    io.metash.record.Cancel::new)) {
                client.delete(io.metash.record.Bytes.utf8(key));
            }
            assertEquals(1, run.status("init-cluster check " + plan));
            assertTrue(run.out().contains("NO    keys: missing: 1"), run.out());
            Files.delete(backup);
            assertEquals(1, run.status("init-cluster check " + plan));
            assertTrue(run.out().contains("with another digest than the 68 of the backup"), run.out());
        }
    }

    /** A cluster that wants TLS and knows no user but root: the same options as those of connect. */
    @Test
    void aClusterBehindTlsIsChecked() throws IOException, InterruptedException {
        int[] p = freePorts(2);
        CommandRun run = new CommandRun();
        Path plan = scratch.resolve("one.plan.json");
        Path backup = Files.copy(SAMPLE, scratch.resolve("backup.ndjson"));
        run.ok("init-cluster plan --db " + backup + " --out " + plan + " --node 7=127.0.0.1:" + p[0] + "="
                + scratch.resolve("n1") + " --grpc 7=127.0.0.1:" + p[1]);
        assertEquals(0, run.status("init-cluster apply " + plan + " --yes-i-mean '1 node'"), run.err());
        Certificate own = Certificate.of("meta.example", scratch, "own");
        Certificate other = Certificate.of("meta.example", scratch, "other");
        String check = "init-cluster check " + plan;
        String named = " --tls-domain meta.example";
        Path password = Files.writeString(scratch.resolve("password"), "hush\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        try (RaftDir dir = RaftDir.open(scratch.resolve("n1"));
                EmbeddedService service = EmbeddedService.start(
                        ServiceOptions.local(scratch.resolve("tls"))
                                .at(new InetSocketAddress("127.0.0.1", p[1]), null)
                                .withTls(own.chain(), own.key()),
                        dir)) {
            String all = run.ok(check + " --tls --tls-ca " + own.authority() + named);
            assertTrue(all.contains("  ok    node 7: reached at 127.0.0.1:" + service.port() + ": Leader"), all);
            assertTrue(run.err().endsWith("the cluster matches the plan, and all keys are present\n"), run.err());
            run.ok(check + " --endpoint localhost:" + p[1] + " --tls-ca " + own.authority() + named + " --user root");
            notReached(
                    run,
                    check + " --tls-ca " + other.authority() + named,
                    "TLS with the meta service fails; its certificate is not trusted: unable to find valid certification path to requested target",
                    "--tls-ca FILE, with the certificates to trust");
            notReached(
                    run,
                    check + " --tls-ca " + own.authority(),
                    "TLS with the meta service fails; No subject alternative names matching IP address 127.0.0.1 found",
                    "--tls-domain NAME, with the name in its certificate");
            notReached(
                    run,
                    check,
                    "the meta service closed the connection; it closed the connection before the handshake, as a service that requires"
                            + " TLS does",
                    "add --tls, or --tls-ca FILE");
            String way = check + " --tls-ca " + own.authority() + named;
            notReached(
                    run,
                    way + " --user alice",
                    "the meta service denies access; Unknown user: alice",
                    "check --user and --password-file");
            // Waiting does not mend it: what is waited for is said in full.
            assertEquals(5, run.status(way + " --user alice --wait --timeout 1"));
            assertTrue(
                    run.err()
                            .startsWith("waiting: node 7: not reached at 127.0.0.1:" + p[1]
                                    + ": the meta service denies access; Unknown user: alice"),
                    run.err());
            assertEquals(6, run.status(way + " --password-file " + password));
            assertTrue(run.err().contains("chmod 600"), run.err());
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
            run.ok(way + " --password-file " + password);
        }
    }

    private static void notReached(CommandRun run, String line, String why, String next) {
        assertEquals(5, run.status(line), run.out());
        assertTrue(
                run.out().matches("  NO    node 7: not reached at 127.0.0.1:\\d+: " + Pattern.quote(why) + "\n"),
                run.out());
        assertEquals("next: " + next + "\n", run.err());
    }

    @Test
    void aBundleIsCarriedToAnotherHost() throws IOException, InterruptedException {
        CommandRun run = new CommandRun();
        Path plan = scratch.resolve("two.plan.json");
        Path backup = Files.copy(SAMPLE, scratch.resolve("backup.ndjson"));
        run.ok("init-cluster plan --db " + backup + " --out " + plan + " --node 1=127.0.0.1:1=" + scratch.resolve("n1")
                + " --node 2=127.0.0.2:1=" + scratch.resolve("n1"));
        // Both are of this host; where they are not, what to type names each node.
        assertTrue(run.err().endsWith("to apply it: init-cluster apply " + plan + "\n"), run.err());
        Path far = scratch.resolve("far.plan.json");
        run.ok("init-cluster plan --db " + backup + " --out " + far + " --node 1=127.0.0.1:1=" + scratch.resolve("n1")
                + " --node 2=meta-2.example:1=" + scratch.resolve("n1"));
        assertTrue(
                run.err()
                        .endsWith(
                                "its nodes are on several hosts; to apply it:\n  node 1, here:  init-cluster apply "
                                        + far + " --only 1\n  node 2:  init-cluster bundle " + far
                                        + " --only 2\n"
                                        + "A bundle is one archive to copy to the node's host; it contains the commands to type there.\n"),
                run.err());
        Path archive = scratch.resolve("two.tar.gz");
        run.ok("init-cluster bundle " + plan + " --only 2 --out " + archive);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)));
        Path host = Files.createDirectory(scratch.resolve("host"));
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", host.toString())
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor());
        Path folder;
        try (var all = Files.list(host)) {
            folder = all.findFirst().orElseThrow();
        }
        assertEquals(Files.readString(SAMPLE), Files.readString(folder.resolve("backup.ndjson")));
        String commands = Files.readString(folder.resolve("COMMANDS.txt"));
        assertTrue(
                commands.contains("metash init-cluster apply two.plan.json --only 2 --yes-i-mean 'node 2'"), commands);
        Files.delete(backup);
        Path carried = folder.resolve("two.plan.json");
        assertEquals(6, run.status("init-cluster apply " + carried + " --only 2"));
        assertEquals(
                0,
                run.status("init-cluster apply " + carried + " --only 2 --yes-i-mean 'node 2' --ports-in-use"),
                run.err());
        assertTrue(run.err().contains("node 2: swapped in"), run.err());
        assertTrue(Stores.text(scratch.resolve("n1")).contains("\"NodeId\":2"));
        assertEquals(7, run.status("init-cluster bundle " + plan + " --only 1"));
        assertEquals(2, run.status("init-cluster bundle " + plan));
    }

    /** A wish to stop that comes when the first node has its store: what is done, what is not, the way on, the way back. */
    @Test
    void stoppedBetweenTwoNodes() throws IOException {
        CommandRun run = new CommandRun();
        Path plan = scratch.resolve("three.plan.json");
        StringBuilder nodes = new StringBuilder();
        for (int id = 1; id <= 3; id++) {
            nodes.append(" --node " + id + "=127.0.0.1:" + id + "=" + scratch.resolve("n" + id));
        }
        run.ok("init-cluster plan --dry-run --db " + SAMPLE + " --out " + plan + nodes);
        assertFalse(Files.exists(plan));
        run.ok("init-cluster plan --db " + SAMPLE + " --out " + plan + nodes);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream watching = new PrintStream(err, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.startsWith("  node 1: swapped in")) {
                    context.cancel().ask();
                }
            }
        };
        Io io = new Io(null, watching, watching, false, false, false, () -> 300);
        context = new CommandContext(Commands.table(), io, true, false);
        context.use(new StateFolder(scratch.resolve("state")));
        String apply = "apply " + plan + " --ports-in-use --yes-i-mean";
        java.util.List<String> words = new java.util.ArrayList<>(java.util.List.of("init-cluster"));
        words.addAll(java.util.List.of(apply.split(" ")));
        words.add("3 nodes");
        assertEquals(130, new CommandLineRunner(context).run(words));
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(
                said.contains("Stopped as you asked.\n  done:      node 1 has its new store\n"
                        + "  not done:  node 2, node 3, unchanged\n  resume:    init-cluster resume " + plan
                        + "\n  undo:      init-cluster rollback " + plan + "\n"),
                said);
        assertTrue(Files.exists(scratch.resolve("n1/df_meta")));
        assertFalse(Files.exists(scratch.resolve("n2")));
        assertEquals(
                "node 1: already has its store\nnode 2: gets its store in " + scratch.resolve("n2")
                        + "\nnode 3: gets its store in " + scratch.resolve("n3") + "\n",
                run.ok("init-cluster resume --dry-run --ports-in-use " + plan));
        assertFalse(Files.exists(scratch.resolve("n2")));
        assertEquals(0, run.status("init-cluster resume --ports-in-use " + plan), run.err());
        run.ok("init-cluster verify " + plan);
        assertEquals(0, run.status("init-cluster rollback " + plan), run.err());
        assertTrue(run.err().contains("undone: 3 nodes"), run.err());
    }

    @Test
    void nobodyToAsk() {
        CommandRun run = new CommandRun();
        assertEquals(2, run.status("init-cluster"));
        assertTrue(run.err().contains("init-cluster needs nodes"), run.err());
    }
}
