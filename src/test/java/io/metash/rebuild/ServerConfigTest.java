package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.Disk;
import io.metash.files.FreeName;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration file of a meta service: read, and changed only in the required keys. */
class ServerConfigTest {
    private static final String PACKAGED =
            """
            # Usage: databend-meta -c databend-meta.toml

            admin_api_address       = "0.0.0.0:28002"  # the admin port
            grpc_api_address        = '0.0.0.0:9191'
            grpc_api_advertise_host = "localhost"

            [log]
            [log.file]
            on = true
            level = "WARN"   # and # this

            [raft_config]
            id            = 2
            raft_dir      = "/var/lib/databend/raft"
            raft_api_port = 28004

            # the other nodes
            join = [
              "10.0.0.1:28004", # one
              "10.0.0.3:28004",
            ]
            heartbeat_interval = 1000
            """;

    @TempDir
    Path scratch;

    private Path file(String text) throws IOException {
        return Files.writeString(scratch.resolve("databend-meta.toml"), text);
    }

    @Test
    void aNodeIsIdentifiedByItsFile() throws IOException {
        NodeTarget node = ServerConfig.read(file(PACKAGED)).target();
        assertEquals(2, node.id());
        assertEquals("localhost:28004", node.node().endpoint().toString());
        assertEquals("localhost:9191", node.node().grpcApiAdvertiseAddress());
        assertEquals(Path.of("/var/lib/databend/raft"), node.directory());
        NodeTarget plain =
                ServerConfig.read(file("[raft_config]\nsingle = true")).target();
        assertEquals(0, plain.id());
        assertNull(plain.node().grpcApiAdvertiseAddress());
        NodeTarget escaped = ServerConfig.read(file("[raft_config]\nraft_dir = \"/var/\\u00e9\\\\x\""))
                .target();
        assertEquals(Path.of("/var/\u00e9\\x"), escaped.directory());
    }

    @Test
    void onlyRequiredSettingsChange() throws IOException {
        PlanFiles files = new PlanFiles(List.of(file(PACKAGED)));
        List<NodeTarget> nodes = files.targets(
                List.of("1=10.1.0.1:28103=/data/raft", "2=10.1.0.2:28103=/data/raft"),
                List.of("1=10.1.0.1:9191", "2=10.1.0.2:9292"));
        RebuildPlan plan = new Planner(
                        Plans.BACKUP, () -> 1L, verb -> io.metash.record.Progress.NONE, new io.metash.record.Cancel())
                .plan("x", nodes, java.util.Set.of(), false);
        RebuildPlan written = files.write(plan, scratch.resolve("a.plan.json"), Disk.real());
        assertEquals("a.node-2.toml", written.nodes().get(1).config());
        assertEquals(
                PACKAGED.replace("'0.0.0.0:9191'", "\"0.0.0.0:9292\"")
                        .replace("\"localhost\"", "\"10.1.0.2\"")
                        .replace("\"/var/lib/databend/raft\"", "\"/data/raft\"")
                        .replace("raft_api_port = 28004", "raft_api_port = 28103")
                        .replace("[\n  \"10.0.0.1:28004\", # one\n  \"10.0.0.3:28004\",\n]", "[\"10.1.0.1:28103\"]")
                        .replace(
                                "heartbeat_interval = 1000\n",
                                "heartbeat_interval = 1000\nraft_listen_host = \"10.1.0.2\"\n"
                                        + "raft_advertise_host = \"10.1.0.2\"\nsingle = false\n"),
                Files.readString(scratch.resolve("a.node-2.toml")));
        assertEquals(
                """
                # databend-meta of node 1, written by metash for the plan %s
                grpc_api_address = "10.1.0.1:9191"
                grpc_api_advertise_host = "10.1.0.1"

                [raft_config]
                id = 1
                raft_dir = "/data/raft"
                raft_api_port = 28103
                raft_listen_host = "10.1.0.1"
                raft_advertise_host = "10.1.0.1"
                single = true
                join = []
                """
                        .formatted(plan.id()),
                Files.readString(scratch.resolve("a.node-1.toml")));
        // A second run changes nothing.
        ServerConfig again = ServerConfig.read(scratch.resolve("a.node-2.toml"));
        again.convertTo(written.nodes().get(1), written, 0);
        assertEquals(Files.readString(scratch.resolve("a.node-2.toml")), again.text());
    }

    /** Nodes on one host get different admin ports, whatever the host name. */
    @Test
    void nodesOnOneHostHaveTheirOwnAdminPorts() throws IOException {
        PlanFiles files = new PlanFiles(List.of());
        List<NodeTarget> nodes = files.targets(
                List.of("1=localhost:1=/r1", "2=127.0.0.1:2=/r2", "3=10.99.0.1:3=/r3", "4=[::1]:4=/r4"), List.of());
        RebuildPlan plan = new Planner(
                        Plans.BACKUP, () -> 1L, verb -> io.metash.record.Progress.NONE, new io.metash.record.Cancel())
                .plan("x", nodes, java.util.Set.of(), false);
        files.write(plan, scratch.resolve("a.plan.json"), Disk.real());
        String admin = "admin_api_address = \"127.0.0.1:";
        assertFalse(Files.readString(scratch.resolve("a.node-1.toml")).contains(admin));
        assertTrue(Files.readString(scratch.resolve("a.node-2.toml")).contains(admin + "28102\""));
        assertFalse(Files.readString(scratch.resolve("a.node-3.toml")).contains(admin));
        assertTrue(Files.readString(scratch.resolve("a.node-4.toml")).contains(admin + "28202\""));
        // A node that joins two other nodes on its host.
        Path joins = scratch.resolve("joins.toml");
        Rejoin.prepare(
                NodeTarget.parse(List.of("4=localhost:4=" + scratch.resolve("r4")))
                        .get(0),
                List.of("127.0.0.1:1", "127.0.0.1:2", "10.99.0.1:3"),
                null,
                new FreeName(scratch, "joins", ".toml"),
                Disk.real());
        assertTrue(Files.readString(joins).contains(admin + "28202\""), Files.readString(joins));
    }

    @Test
    void unreadableLinesAreReported() throws IOException {
        Failure broken = assertThrows(
                Failure.class, () -> ServerConfig.read(file("a = 1\n[raft_config]\nid = 1\nwhat is this\n")));
        assertEquals(scratch.resolve("databend-meta.toml") + ":4", broken.where());
        assertThrows(Failure.class, () -> ServerConfig.read(file("x = \"open\n")));
        assertThrows(Failure.class, () -> ServerConfig.read(file("user = 1\n")));
    }
}
