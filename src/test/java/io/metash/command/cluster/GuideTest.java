package io.metash.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.server.EmbeddedService;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The guided rebuild of a new cluster from a backup. */
class GuideTest extends GuideFixture {
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
        assertEquals(11, scriptedPrompter.questions());
        assertEquals(0, scriptedPrompter.left());
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
    void configurationFilesSupplyTheAnswers() throws IOException {
        for (int id = 1; id <= 2; id++) {
            Files.writeString(
                    scratch.resolve("meta-" + id + ".toml"),
                    "# mine " + id + "\ngrpc_api_address = \"0.0.0.0:" + (29190 + id) + "\"\n"
                            + "grpc_api_advertise_host = \"127.0.0.1\"\n[raft_config]\nid = " + id + "\nraft_dir = \""
                            + scratch + "/r" + id + "\" # here\nraft_api_port = " + (29100 + id)
                            + "\nraft_advertise_host = \"127.0.0.1\"\nsingle = true\n");
        }
        guide("1", SAMPLE.toString(), scratch + "/meta-*.toml", "", "", "", "", "");
        assertEquals(8, scriptedPrompter.questions());
        shows("1     127.0.0.1:29101  127.0.0.1:29191  /base/r1");
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

    /** Two of three nodes answer; each is an embedded service and its own leader. */
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
            shows("3     127.0.0.1:3   127.0.0.1:" + p[2] + "  yes    NO");
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
            shows("Invalid answer: expected 'node 4', not 'node 3'");
            shows("  databend-meta --leave-id 3 --leave-via 127.0.0.1:1 --leave-via 127.0.0.1:2");
            assertTrue(Files.isDirectory(scratch.resolve("n4")));
            String config = Files.readString(scratch.resolve("databend-meta.node-4.toml"));
            assertTrue(config.contains("join = [\"127.0.0.1:1\", \"127.0.0.1:2\"]"), config);
            assertTrue(config.contains("single = false"), config);
            // Two nodes that both claim to lead are not a healthy cluster for the plan.
            assertEquals(5, run.status("init-cluster check " + plan));
            assertTrue(
                    run.out().contains("NO    leader: the nodes name as their leader: 1, 2; leading: [1, 2]"),
                    run.out());
            assertTrue(run.out().contains("NO    node 3: not reached at 127.0.0.1:" + p[2]), run.out());
        }
        // Alone, node 1 has no majority.
        try (EmbeddedService one = serve("n1", p[0])) {
            leaves("5", "127.0.0.1:" + one.port(), "3");
            shows("Invalid answer: only 1 of the 3 voters can be reached without it: no majority");
        }
    }

    @Test
    void withoutATerminalItAsksNothing() {
        CommandRun run = new CommandRun();
        assertEquals(2, run.status("init-cluster"));
        assertTrue(run.err().contains("init-cluster needs nodes"), run.err());
    }
}
