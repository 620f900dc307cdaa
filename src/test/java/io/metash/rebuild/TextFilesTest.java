package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import io.metash.testing.FaultyDisk;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
    private static final int CALLS = 15;

    @TempDir
    Path scratch;

    private Map<Path, String> texts(String content) {
        Map<Path, String> texts = new LinkedHashMap<>();
        for (String name : new String[] {"p.node-1.toml", "p.node-2.toml", "p.json"}) {
            texts.put(scratch.resolve(name), content + " of " + name);
        }
        return texts;
    }

    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        for (Path file : DirectoryListing.list(scratch)) {
            files.put(file, Files.readString(file));
        }
        return files;
    }

    @Test
    void aFaultAtAnyCallLeavesNoFile() throws IOException {
        for (long at = 0; at < CALLS; at++) {
            FaultyDisk faulty = new FaultyDisk(at, false, true);
            assertThrows(IOException.class, () -> TextFiles.replace(texts("new"), faulty), "call " + at);
            assertEquals(Map.of(), files(), "replace, call " + at);
            FaultyDisk again = new FaultyDisk(at, false, true);
            assertThrows(IOException.class, () -> TextFiles.create(texts("new"), again), "call " + at);
            assertEquals(Map.of(), files(), "create, call " + at);
        }
        FaultyDisk none = new FaultyDisk(-1, false, true);
        TextFiles.create(texts("new"), none);
        assertEquals(new TreeMap<>(texts("new")), files());
        assertEquals(CALLS, none.calls());
    }

    @Test
    void aFaultAtAnyCallLeavesTheOldFiles() throws IOException {
        for (long at = 0; at < CALLS; at++) {
            TextFiles.replace(texts("old"), Disk.real());
            FaultyDisk faulty = new FaultyDisk(at, false, true);
            assertThrows(IOException.class, () -> TextFiles.replace(texts("new"), faulty), "call " + at);
            assertEquals(new TreeMap<>(texts("old")), files(), "call " + at);
        }
        TextFiles.replace(texts("new"), Disk.real());
        assertEquals(new TreeMap<>(texts("new")), files());
    }

    @Test
    void aNameInUseLeavesOnlyThatFile() throws IOException {
        Path taken = Files.writeString(scratch.resolve("p.json"), "mine");
        assertThrows(FileAlreadyExistsException.class, () -> TextFiles.create(texts("new"), Disk.real()));
        assertEquals(Map.of(taken, "mine"), files());
    }
}
