package io.metash.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.output.Failures;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.testing.Java;
import io.metash.testing.StorageServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Object storage in a process with a heap of 32 MB: objects of any size pass through, and a lack of memory is reported.
 */
class StorageMemoryTest {
    private static final int OBJECT_BYTES = 300_000_000;
    private static final int TOO_LARGE = 48 << 20;
    private static final int PATIENCE_SECONDS = 100;

    @TempDir
    static Path scratch;

    private static StorageServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = StorageServer.s3(scratch, "large");
        try (RandomAccessFile zeros =
                new RandomAccessFile(server.root().resolve("zeros").toFile(), "rw")) {
            zeros.setLength(OBJECT_BYTES);
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** The process. usage: PORT stream|scan|upload|list|range */
    public static void main(String[] arguments) {
        ShelfSettings shelf = new ShelfSettings(
                "test",
                StorageUrl.parse("s3://large").orElseThrow(),
                Map.of(
                        "endpoint",
                        "http://127.0.0.1:" + arguments[0],
                        "region",
                        "us-east-1",
                        "access_key_id",
                        StorageServer.IDENTITY,
                        "secret_access_key",
                        StorageServer.SECRET));
        ObjectStore store = new Storage(() -> List.of(shelf), Cancel::new, notice -> {})
                .directory(arguments[1].equals("list") ? "s3://large/many" : "s3://large");
        try {
            System.out.println(run(store, arguments[1]));
        } catch (IOException | RuntimeException | OutOfMemoryError failed) {
            Failure failure = Failures.of(failed);
            System.out.println(failure.status() + " " + failure.what());
        }
    }

    private static long run(ObjectStore store, String what) throws IOException {
        return switch (what) {
            case "stream" -> {
                try (InputStream in = store.open("zeros")) {
                    yield in.transferTo(OutputStream.nullOutputStream());
                }
            }
            case "scan" -> scan(store);
            case "upload" -> {
                try (ObjectUpload upload = store.upload("copy")) {
                    byte[] piece = new byte[1_000_000];
                    for (int at = 0; at < OBJECT_BYTES; at += piece.length) {
                        upload.write(piece, 0, piece.length);
                    }
                    upload.complete();
                }
                yield store.stat("copy").orElseThrow().bytes();
            }
            case "list" -> store.list().size();
            default -> store.read("zeros", 0, TOO_LARGE).length;
        };
    }

    private static long scan(ObjectStore store) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        long at = 0;
        try (RandomReader reader = store.file("zeros").openRandom()) {
            for (int count = 0; count >= 0; count = reader.read(buffer.clear(), at)) {
                at += count;
            }
        }
        return at;
    }

    private static String small(String what) throws IOException, InterruptedException {
        Path out = scratch.resolve(what + ".out");
        List<String> command = Java.command(
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StorageMemoryTest.class.getName(),
                String.valueOf(server.port()),
                what);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, Files.readString(out));
        return Files.readString(out).strip();
    }

    @Test
    void anObjectIsReadCompletely() throws IOException, InterruptedException {
        assertEquals("300000000", small("stream"));
    }

    @Test
    void anObjectIsReadAtAnyPosition() throws IOException, InterruptedException {
        assertEquals("300000000", small("scan"));
    }

    @Test
    void anObjectIsUploaded() throws IOException, InterruptedException {
        assertEquals("300000000", small("upload"));
        assertEquals(OBJECT_BYTES, Files.size(server.root().resolve("copy")));
    }

    @Test
    void tenThousandObjectsAreListed() throws IOException, InterruptedException {
        Path many = Files.createDirectory(server.root().resolve("many"));
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(many.resolve("prod-20260101T000000Z-" + i + ".ndjson"));
        }
        assertEquals("10000", small("list"));
    }

    /** OpenDAL's asynchronous calls panic on a separate thread, and the caller waits for its limit. */
    @Test
    void aRangeThatDoesNotFitFailsAtOnce() throws IOException, InterruptedException {
        assertEquals("IO not enough memory", small("range"));
    }
}
