package io.metash.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.command.ScriptedPrompter;
import io.metash.raftdir.RaftDir;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import io.metash.testing.Await;
import io.metash.testing.Certificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks of a running cluster against the plan that it was built from. */
class ClusterCheckTest extends GuideFixture {
    /** After an apply the user may wait until the nodes answer, or press Ctrl-C. */
    @Test
    void applyWaitsForTheNodesUntilCtrlC() throws Exception {
        int[] p = freePorts(2);
        Path plan = scratch.resolve("one.plan.json");
        new CommandRun()
                .ok("init-cluster plan --db " + SAMPLE + " --out " + plan + " --node 7=127.0.0.1:" + p[0] + "="
                        + scratch.resolve("n1") + " --grpc 7=127.0.0.1:" + p[1]);
        assertEquals(0, setPrompter("apply", plan, "1 node", "n"));
        shows("To undo it, with the nodes stopped:");
        assertFalse(screen().contains("waiting: "), screen());
        Thread leaver = new Thread(() -> {
            Await.until("the check waits", () -> screen().contains("waiting: node 7 is not reached"));
            context.cancel().ask();
        });
        leaver.start();
        assertEquals(0, setPrompter("resume", plan, "y"));
        leaver.join();
        shows("Stopped waiting; the stores are unchanged.");
        context.interrupts().renew();
        try (EmbeddedService service = serve("n1", p[1])) {
            assertEquals(0, setPrompter("resume", plan, "yes"), () -> service + screen());
            shows("the cluster matches the plan, and all keys are present");
        }
    }

    private int setPrompter(String verb, Path plan, String... answers) {
        screen.reset();
        scriptedPrompter = new ScriptedPrompter(
                Arrays.asList(answers), text -> screen.writeBytes(text.getBytes(StandardCharsets.UTF_8)));
        context.setPrompter(scriptedPrompter);
        return new CommandLineRunner(context)
                .run(java.util.List.of("init-cluster", verb, plan.toString(), "--ports-in-use"));
    }

    /** A check of a service on the store of a plan with one node, before and after writes. */
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

    /** A cluster with TLS and no user but root: check accepts the options of connect. */
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
            // --wait prints the complete reason.
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
}
