package io.metash.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What all object stores have in common: the same calls give the same results. */
abstract class ObjectStoreContract {
    /** An existing empty directory. */
    abstract ObjectStore store() throws IOException;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void upload(ObjectStore store, String name, byte[] content) throws IOException {
        try (ObjectUpload upload = store.upload(name)) {
            for (int at = 0; at < content.length; at += 100_000) {
                upload.write(content, at, Math.min(100_000, content.length - at));
            }
            upload.complete();
        }
    }

    @Test
    void aSmallObjectIsCreatedListedReadAndDeleted() throws IOException {
        ObjectStore store = store();
        assertEquals(List.of(), store.list());
        store.create("b", text("bravo"));
        store.create("a", text("alpha"));
        assertEquals(
                List.of("a 5", "b 5"),
                store.list().stream()
                        .map(each -> each.name() + " " + each.bytes())
                        .toList());
        assertArrayEquals(text("rav"), store.read("b", 1, 3));
        ObjectInfo info = store.stat("a").orElseThrow();
        assertEquals("a 5", info.name() + " " + info.bytes());
        assertTrue(Math.abs(info.modifiedMs() - System.currentTimeMillis()) < 60_000, info.toString());
        store.delete("a");
        store.delete("a");
        assertEquals(Optional.empty(), store.stat("a"));
        assertEquals(List.of("b"), store.list().stream().map(ObjectInfo::name).toList());
    }

    @Test
    void anExistingNameIsNotReplaced() throws IOException {
        ObjectStore store = store();
        store.create("n", text("first"));
        assertThrows(FileAlreadyExistsException.class, () -> store.create("n", text("second")));
        assertThrows(FileAlreadyExistsException.class, () -> upload(store, "n", text("third")));
        assertArrayEquals(text("first"), store.read("n", 0, 5));
        assertEquals(List.of("n"), store.list().stream().map(ObjectInfo::name).toList());
    }

    @Test
    void aMissingObjectThrowsNoSuchFile() throws IOException {
        ObjectStore store = store();
        assertThrows(NoSuchFileException.class, () -> store.read("none", 0, 1));
        assertThrows(NoSuchFileException.class, () -> store.open("none"));
        assertThrows(NoSuchFileException.class, () -> store.file("none").info());
        assertEquals(Optional.empty(), store.stat("none"));
    }

    /** Larger than two parts and three ranges, and a multiple of neither. */
    @Test
    void aLargeObjectRoundTrips() throws IOException {
        ObjectStore store = store();
        byte[] content = random((17 << 20) + 13);
        upload(store, "large", content);
        assertEquals(content.length, store.stat("large").orElseThrow().bytes());
        try (InputStream in = store.open("large")) {
            assertArrayEquals(content, in.readAllBytes());
        }
        StoredFile file = store.file("large");
        try (RandomReader reader = file.openRandom()) {
            for (int at : new int[] {0, 17 << 20, 5_000_001, 131_071, 131_072, content.length - 1}) {
                ByteBuffer into = ByteBuffer.allocate(1000);
                int count = reader.read(into, at);
                assertTrue(count > 0, "at " + at);
                assertArrayEquals(
                        Arrays.copyOfRange(content, at, at + count), Arrays.copyOf(into.array(), count), "at " + at);
            }
            assertEquals(-1, reader.read(ByteBuffer.allocate(1), content.length));
            assertArrayEquals(content, whole(reader, content.length));
        }
    }

    private static byte[] whole(RandomReader reader, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            ByteBuffer piece = into.slice();
            piece.limit(Math.min(70_000, piece.remaining()));
            into.position(into.position() + reader.read(piece, into.position()));
        }
        return into.array();
    }

    @Test
    void anAbortedUploadLeavesNothing() throws IOException {
        ObjectStore store = store();
        for (int length : new int[] {0, 1000, 9 << 20}) {
            ObjectUpload upload = store.upload("gone");
            upload.write(random(length), 0, length);
            upload.close();
            assertNull(upload.remains());
            assertEquals(List.of(), store.list(), "after " + length + " bytes");
        }
    }

    @Test
    void anEmptyObjectExists() throws IOException {
        ObjectStore store = store();
        upload(store, "empty", new byte[0]);
        assertEquals(0, store.stat("empty").orElseThrow().bytes());
        try (InputStream in = store.open("empty")) {
            assertEquals(-1, in.read());
        }
    }

    @Test
    void aFileKnowsItsSiblingAndItsPath() throws IOException {
        ObjectStore store = store();
        store.create("n.ndjson", text("n"));
        store.create("n.ndjson.manifest", text("m"));
        StoredFile file = store.file("n.ndjson");
        assertEquals(store.location() + "/n.ndjson", file.toString());
        assertEquals("n.ndjson.manifest", file.withSuffix(".manifest").name());
        assertTrue(file.withSuffix(".manifest").exists());
        assertNotNull(file.info().version());
        assertEquals(file, file.resolved());
    }
}
