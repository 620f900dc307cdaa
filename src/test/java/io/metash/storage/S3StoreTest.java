package io.metash.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.testing.FaultyProxy;
import io.metash.testing.StorageServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3, served by S3Proxy, which checks signatures. */
class S3StoreTest extends ObjectStoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    @TempDir
    static Path scratch;

    private static StorageServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = StorageServer.s3(scratch, "metash-test");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static ObjectStore at(String url, int port, Map<String, String> other) {
        Map<String, String> options = new HashMap<>(Map.of(
                "endpoint",
                "http://127.0.0.1:" + port,
                "region",
                "us-east-1",
                "access_key_id",
                StorageServer.IDENTITY,
                "secret_access_key",
                StorageServer.SECRET,
                "disable_ec2_metadata",
                "true",
                "disable_config_load",
                "true"));
        options.putAll(other);
        StorageUrl bucket = StorageUrl.parse("s3://" + url.split("/")[2]).orElseThrow();
        ShelfSettings shelf = new ShelfSettings("test", bucket, options);
        return new Storage(() -> List.of(shelf), Cancel::new, notice -> {}).directory(url);
    }

    @Override
    ObjectStore store() {
        return at("s3://metash-test/p" + PREFIXES.incrementAndGet() + "/deep", server.port(), Map.of());
    }

    private static void fails(String want, ObjectStore store) {
        Failure failure = assertThrows(Failure.class, store::list);
        assertEquals(want, failure.status() + " | " + failure.what() + " | " + failure.where());
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertFalse(String.valueOf(each.getMessage()).contains(StorageServer.SECRET), each.getMessage());
        }
    }

    @Test
    void aMissingBucketIsReported() {
        fails("IO | no such bucket | s3://no-such-bucket", at("s3://no-such-bucket/x", server.port(), Map.of()));
    }

    @Test
    void wrongKeysAreRefused() {
        fails(
                "UNREACHABLE | the storage rejects the credentials | s3://metash-test/x/",
                at("s3://metash-test/x", server.port(), Map.of("secret_access_key", "wrong")));
        fails(
                "UNREACHABLE | the storage rejects the credentials | s3://metash-test/x/",
                at("s3://metash-test/x", server.port(), Map.of("access_key_id", "nobody")));
    }

    @Test
    void noServerListens() {
        fails(
                "UNREACHABLE | the storage cannot be reached | s3://metash-test/x/",
                at("s3://metash-test/x", 1, Map.of()));
    }

    @Test
    void tlsToAPlainServerFails() {
        fails(
                "UNREACHABLE | the TLS connection failed | s3://metash-test/x/",
                at("s3://metash-test/x", 1, Map.of("endpoint", "https://127.0.0.1:" + server.port())));
    }

    @Test
    void aCutConnectionIsRetried() throws IOException {
        ObjectStore direct = store();
        direct.create("n", new byte[200_000]);
        try (FaultyProxy proxy = new FaultyProxy(server.port())) {
            ObjectStore store =
                    at(direct.location(), Integer.parseInt(proxy.address().split(":")[1]), Map.of());
            proxy.oneOf = 3;
            assertEquals(200_000, store.read("n", 0, 200_000).length);
            assertTrue(proxy.connections() >= 3, "connections: " + proxy.connections());
            proxy.oneOf = 1;
            proxy.cutAfter = 100;
            Failure failure = assertThrows(Failure.class, () -> store.read("n", 0, 200_000));
            assertEquals("the connection was cut, even after retries", failure.what());
        }
    }

    @Test
    void cancellationEndsTheWaitForASilentServer() throws IOException {
        try (FaultyProxy proxy = new FaultyProxy(server.port())) {
            proxy.silentAfter = 0;
            Cancel cancel = new Cancel();
            ShelfSettings shelf = new ShelfSettings(
                    "test",
                    StorageUrl.parse("s3://metash-test").orElseThrow(),
                    Map.of(
                            "endpoint",
                            "http://" + proxy.address(),
                            "region",
                            "us-east-1",
                            "access_key_id",
                            StorageServer.IDENTITY,
                            "secret_access_key",
                            StorageServer.SECRET));
            ObjectStore store =
                    new Storage(() -> List.of(shelf), () -> cancel, notice -> {}).directory("s3://metash-test/x");
            Thread later = new Thread(() -> {
                new Cancel().pause(300);
                cancel.ask();
            });
            later.start();
            long startNs = System.nanoTime();
            Failure failure = assertThrows(Failure.class, store::list);
            assertEquals("interrupted", failure.what());
            assertTrue(System.nanoTime() - startNs < 10_000_000_000L, "it waited for the server");
        }
    }

    @Test
    void objectsAreStoredUnderTheirNames() throws IOException {
        ObjectStore store = at("s3://metash-test/seen", server.port(), Map.of());
        store.create("n", new byte[] {1, 2, 3});
        assertEquals(3, Files.size(server.root().resolve("seen/n")));
    }
}
