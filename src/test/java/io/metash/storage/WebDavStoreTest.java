package io.metash.storage;

import io.metash.record.Cancel;
import io.metash.testing.StorageServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** WebDAV, served by WsgiDAV: a storage without conditional writes and without parts. */
class WebDavStoreTest extends ObjectStoreContract {
    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    @TempDir
    static Path scratch;

    private static StorageServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = StorageServer.webDav(scratch);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    ObjectStore store() {
        String host = "webdav://127.0.0.1:" + server.port();
        ShelfSettings shelf = new ShelfSettings(
                "dav",
                StorageUrl.parse(host).orElseThrow(),
                Map.of(
                        "endpoint",
                        "http://127.0.0.1:" + server.port(),
                        "username",
                        "metash",
                        "password",
                        StorageServer.SECRET));
        return new Storage(() -> List.of(shelf), Cancel::new, notice -> {})
                .directory(host + "/d" + DIRECTORIES.incrementAndGet() + "/deep");
    }
}
