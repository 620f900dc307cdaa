package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import io.metash.testing.Await;
import io.metash.testing.Certificate;
import io.metash.testing.Exchange;
import io.metash.testing.FakeService;
import io.metash.testing.FaultyProxy;
import io.metash.testing.LiveService;
import io.metash.testing.RecordedNode;
import io.metash.testing.RunResult;
import io.metash.testing.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of a service, its port or the connection: every failure ends in time, with one clear message and its status,
 * and creates no file under the requested name.
 */
class FaultsTest {
    /** The program waits 20 s for an answer; leave slow machines more. */
    private static final long PATIENCE_SECONDS = 90;

    private static final int KEYS = 400;

    @TempDir
    static Path scratch;

    private static LiveService live;

    @BeforeAll
    static void start() throws IOException {
        live = new LiveService(scratch);
        try (MetaClient client = live.client()) {
            for (int i = 0; i < KEYS; i++) {
                client.upsert(Bytes.utf8("k/" + (1000 + i)), Bytes.utf8("0123456789".repeat(50)), null);
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        live.close();
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Runs the program with a time limit. */
    private static RunResult run(String... arguments) throws Exception {
        return CompletableFuture.supplyAsync(() -> InProcess.run(arguments)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Runs the program and expects a single message that begins with the text. */
    private static String fails(int status, String what, String... arguments) throws Exception {
        RunResult ended = run(arguments);
        String output = ended.err();
        assertEquals(status, ended.status(), output);
        assertTrue(output.startsWith("metash: " + what + "\n"), output);
        assertEquals(
                1,
                output.lines()
                        .filter(line -> line.startsWith("metash: ") && !line.startsWith("metash: stopped at"))
                        .count(),
                output);
        assertFalse(output.contains("\tat ") || output.contains("Exception"), output);
        return output;
    }

    private static void nothingBut(Path directory, String... names) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    List.of(names),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private static Path directory(String name) throws IOException {
        return Files.createDirectory(scratch.resolve(name));
    }

    @Test
    void anExportCutInTheMiddleFails() throws Exception {
        Path directory = directory("cut");
        try (FaultyProxy proxy = new FaultyProxy(port(live.address()))) {
            proxy.cutAfter = 100_000;
            String output = fails(
                    5,
                    "the connection to the meta service broke",
                    "export",
                    "--grpc-api-address",
                    proxy.address(),
                    "--db",
                    directory.resolve("b.ndjson").toString());
            assertTrue(output.contains("\n  next   "), output);
        }
        nothingBut(directory);
    }

    @Test
    void killedInTheMiddleOfAnExport() throws Exception {
        Path directory = directory("killed");
        Path other = directory("other");
        try (Service service =
                        Service.start(other, "--dir", other.resolve("dir").toString());
                MetaClient client = new MetaClient(
                        List.of(Address.parse(service.address())), ClientOptions.STANDARD, Cancel::new)) {
            client.upsert(Bytes.utf8("big"), Bytes.utf8("x".repeat(300_000)), null);
            try (FaultyProxy proxy = new FaultyProxy(service.port())) {
                proxy.bytesPerSecond = 100_000;
                CompletableFuture<RunResult> export = CompletableFuture.supplyAsync(() -> InProcess.run(
                        "export",
                        "--grpc-api-address",
                        proxy.address(),
                        "--db",
                        directory.resolve("b.ndjson").toString()));
                // In the middle of the 300,000 bytes.
                Await.until("50,000 bytes are sent", () -> proxy.answered() >= 50_000);
                service.kill();
                RunResult ended = export.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertEquals(5, ended.status(), ended.err());
                assertTrue(ended.err().startsWith("metash: the connection to the meta service broke\n"), ended.err());
            }
        }
        nothingBut(directory);
    }

    /** The limit is 20 s per message, so slow bytes are no timeout. */
    @Test
    void aSlowConnectionIsAwaited() throws Exception {
        Path directory = directory("slow");
        try (FaultyProxy proxy = new FaultyProxy(port(live.address()))) {
            proxy.bytesPerSecond = 400_000;
            Path file = directory.resolve("b.ndjson");
            RunResult ended = run("export", "--grpc-api-address", proxy.address(), "--db", file.toString());
            assertEquals(0, ended.status(), ended.err());
            assertTrue(Files.readAllLines(file).size() >= 5 + 4 + KEYS);
        }
    }

    @Test
    void aFlappingConnectionIsRetried() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(port(live.address()))) {
            proxy.oneOf = 2;
            RunResult ended = run("get", "--grpc-api-address", proxy.address(), "--key", "k/1000");
            assertEquals(0, ended.status(), ended.err());
            assertTrue(proxy.connections() >= 2);
        }
    }

    /** A half-open connection: open and silent. */
    @Tag("slow")
    @Test
    void aSilentServerIsAbandonedAfterTheDeadline() throws Exception {
        Path directory = directory("silent");
        try (FaultyProxy atOnce = new FaultyProxy(port(live.address()));
                FaultyProxy later = new FaultyProxy(port(live.address()))) {
            atOnce.silentAfter = 0;
            later.silentAfter = 100_000;
            CompletableFuture<RunResult> export = CompletableFuture.supplyAsync(() -> InProcess.run(
                    "export",
                    "--grpc-api-address",
                    later.address(),
                    "--db",
                    directory.resolve("b.ndjson").toString()));
            fails(5, "the meta service does not answer", "status", "--grpc-api-address", atOnce.address());
            RunResult ended = export.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(5, ended.status(), ended.err());
            assertTrue(ended.err().startsWith("metash: the meta service does not answer\n"), ended.err());
        }
        nothingBut(directory);
    }

    @Test
    void noServerListens() throws Exception {
        String at;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            at = "127.0.0.1:" + free.getLocalPort();
        }
        fails(5, "cannot reach the meta service", "-c", "connect " + at);
        // A listener that never accepts.
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String output =
                    run("-c", "connect 127.0.0.1:" + deaf.getLocalPort()).err();
            assertTrue(output.startsWith("metash: the meta service does not answer\n"), output);
        }
        fails(5, "this is not the client port of a meta service", "-c", "connect " + live.admin());
    }

    @Test
    void aRejectedTokenFails() throws Exception {
        try (FakeService fake = new FakeService()) {
            fake.onRead = (request, to) ->
                    to.onError(FakeService.error(Status.Code.UNAUTHENTICATED, "token verify failed: no"));
            fails(5, "the meta service denies access", "get", "--grpc-api-address", fake.address(), "--key", "k");
        }
        fails(5, "the meta service denies access", "-c", "connect " + live.address() + " --user nobody");
    }

    @Test
    void serversTooOldOrTooNewAreRefused() throws Exception {
        try (FakeService old = new FakeService(0, 7, 1)) {
            fails(8, "the meta service is too old for this metash", "-c", "connect " + old.address());
        }
        Exchange refusal = Exchange.all().stream()
                .filter(exchange -> exchange.name().equals("03-handshake-too-old"))
                .findFirst()
                .orElseThrow();
        try (RecordedNode newer = new RecordedNode(List.of(refusal), null)) {
            String output = fails(8, "the meta service is too new for this metash", "-c", "connect " + newer.address());
            assertTrue(output.contains("min-compatible(1.2.676)"), output);
        }
    }

    /** A service that lost leadership and names the new leader. */
    @Test
    void theMovedLeaderIsReported() throws Exception {
        try (FakeService follower = new FakeService()) {
            follower.onTransaction = (request, to) -> to.onError(FakeService.notLeader(live.address()));
            RunResult ended =
                    run("-c", "connect " + follower.address() + "; rw on; upsert moved/key there; get moved/key");
            assertEquals(0, ended.status(), ended.err());
            assertTrue(ended.out().contains("\"value\":\"there\"}"), ended.out());
            follower.onTransaction = (request, to) -> to.onError(FakeService.notLeader(null));
            fails(
                    5,
                    "no leader can be reached",
                    "upsert",
                    "--grpc-api-address",
                    follower.address(),
                    "--key",
                    "a",
                    "--value",
                    "b");
        }
    }

    @Test
    void mismatchedTlsFails() throws Exception {
        Path directory = directory("certificates");
        Certificate own = Certificate.of("meta.example", directory, "ours");
        Path ours = own.authority();
        Path others = Certificate.of("meta.example", directory, "others").authority();
        ServiceOptions options = ServiceOptions.local(directory("tls")).withTls(own.chain(), own.key());
        try (EmbeddedService service = EmbeddedService.start(options)) {
            String connect = "connect 127.0.0.1:" + service.port();
            RunResult good = run("-c", connect + " --tls-ca " + ours + " --tls-domain meta.example; ls");
            assertEquals(0, good.status(), good.err());
            fails(
                    5,
                    "TLS with the meta service fails",
                    "-c",
                    connect + " --tls-ca " + others + " --tls-domain meta.example");
            String output = fails(
                    5,
                    "TLS with the meta service fails",
                    "-c",
                    connect + " --tls-ca " + ours + " --tls-domain other.example");
            assertTrue(output.contains("\n  next   --tls-domain NAME, with the name in its certificate\n"), output);
            fails(5, "the meta service closed the connection", "-c", connect);
        }
        Certificate gone = Certificate.of("meta.example", directory, "gone", "-5d", "EC");
        ServiceOptions late = ServiceOptions.local(directory("late")).withTls(gone.chain(), gone.key());
        try (EmbeddedService service = EmbeddedService.start(late)) {
            String output = fails(
                    5,
                    "TLS with the meta service fails",
                    "-c",
                    "connect 127.0.0.1:" + service.port() + " --tls-ca " + gone.authority()
                            + " --tls-domain meta.example");
            assertTrue(output.contains("\n  why    NotAfter: "), output);
            assertTrue(output.contains("\n  next   give the service a valid certificate, and check the clock"), output);
        }
        String plain =
                fails(5, "TLS with the meta service fails", "-c", "connect " + live.address() + " --tls-ca " + ours);
        assertTrue(plain.contains("\n  why    not an SSL/TLS record\n"), plain);
        assertTrue(plain.contains("\n  next   omit --tls: the service does not use TLS\n"), plain);
    }

    @Tag("slow")
    @Test
    void aThousandConnections() throws Exception {
        RunResult ended = run("bench-client-num-conn", "--grpc-api-address", live.address(), "--num", "1000");
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().endsWith("bench completed: 1000 connections created\n"), ended.out());
        // The service still answers.
        assertEquals(
                0,
                run("get", "--grpc-api-address", live.address(), "--key", "k/1000")
                        .status());
    }
}
