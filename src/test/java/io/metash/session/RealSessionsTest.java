package io.metash.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.ndjson.NdjsonSink;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.KvCursor;
import io.metash.record.MetaRecord;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.storage.Storage;
import io.metash.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real stores, as directories and as files: the same answers, which are those of their servers. */
class RealSessionsTest {
    @TempDir
    Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-users", "rich-snap", "variants"})
    void directoryAndFileMatchTheServersListing(String name) throws IOException {
        String want = Files.readString(TestData.file("real/" + name + ".state.ndjson"));
        try (Sessions sessions = Sessions.standard()) {
            Session dir = sessions.connect(place(name + ".raft"), "dir", options());
            Session file = sessions.connect(place(name + ".export.ndjson"), "file", options());
            assertEquals(want, listed(dir));
            assertEquals(want, listed(file));
            assertEquals(dir.status().state(), file.status().state());
            assertEquals(dir.status().counts(), file.status().counts());
            assertEquals(dir.status().raft(), file.status().raft());
            assertEquals(want.lines().count(), dir.status().counts().keys());
            try (KvCursor keys = dir.scan(Bytes.EMPTY, null)) {
                while (keys.next()) {
                    assertEquals(keys.value(), file.get(keys.key()));
                    assertEquals(keys.value(), dir.get(keys.key()));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"rich,246", "rich-users,61", "rich-snap,1121"})
    void sequencesMatchTheServer(String name, long sequence) throws IOException {
        try (Sessions sessions = Sessions.standard()) {
            assertEquals(
                    sequence,
                    sessions.connect(place(name + ".raft"), null, options())
                            .status()
                            .state()
                            .sequence());
        }
    }

    @Test
    void describesTheShownState() throws IOException {
        try (Sessions sessions = Sessions.standard()) {
            Session all = sessions.connect(place("rich-snap.raft"), null, options());
            assertEquals("rich-snap.raft", all.name());
            assertEquals(
                    List.of(
                            "VERSION is missing; assumed V004 because there is a log in V004",
                            "showing the state as of T1-N0.1042: snapshot at T1-N0.1023, 19 log entries applied"),
                    all.notes());
            Session old =
                    sessions.connect(place("rich-snap.raft"), "old", options().withSnapshotOnly(true));
            assertEquals(
                    "showing only the snapshot: snapshot at T1-N0.1023; 19 later log entries are not applied",
                    old.notes().get(1));
            assertEquals(1023, old.status().state().appliedThrough().index());
        }
    }

    @Test
    void theIndexIsReusedUntilTheFileChanges() throws IOException {
        Path file = cache.resolve("export.ndjson");
        Files.copy(TestData.file("real/rich-snap.export.ndjson"), file);
        long[] read = {0};
        ConnectOptions counting = options().watched((records, bytes, total) -> read[0] = bytes, new Cancel());
        for (boolean scanned : new boolean[] {true, false}) {
            read[0] = 0;
            try (Session session = new FileOpener(Storage.standard()).open(file.toString(), "f", counting)) {
                assertEquals(scanned ? Files.size(file) : 0, read[0]);
                assertEquals(Files.readString(TestData.file("real/rich-snap.state.ndjson")), listed(session));
            }
        }
        Files.copy(TestData.file("real/rich.export.ndjson"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (Session session = new FileOpener(Storage.standard()).open(file.toString(), "f", counting)) {
            assertEquals(Files.readString(TestData.file("real/rich.state.ndjson")), listed(session));
        }
    }

    @Test
    void aShuffledFileGivesTheSameAnswers() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(TestData.file("real/rich-snap.export.ndjson")));
        List<String> head = new ArrayList<>(lines.stream()
                .filter(line -> !line.contains("{\"GenericKV\"") && !line.contains("{\"Expire\""))
                .toList());
        lines.removeAll(head);
        Collections.shuffle(lines, new Random(7));
        head.addAll(lines);
        Path file = Files.write(cache.resolve("shuffled"), head);
        for (int opening = 0; opening < 2; opening++) {
            try (Session session = new FileOpener(Storage.standard()).open(file.toString(), "f", options())) {
                assertEquals(Files.readString(TestData.file("real/rich-snap.state.ndjson")), listed(session));
                assertTrue(
                        session.notes().stream().anyMatch(note -> note.contains("keys of the file are not in order")));
            }
        }
    }

    @Test
    void aCompressedFileGivesTheSameAnswers() throws IOException {
        Path file = cache.resolve("export.ndjson.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            Files.copy(TestData.file("real/rich-users.export.ndjson"), out);
        }
        try (Session session = new FileOpener(Storage.standard()).open(file.toString(), "f", options())) {
            assertEquals(Files.readString(TestData.file("real/rich-users.state.ndjson")), listed(session));
            assertNull(session.get(Bytes.utf8("no such key")));
        }
    }

    @Test
    void directoryAndFileExportUnchanged() throws IOException {
        byte[] want = Files.readAllBytes(TestData.file("real/rich-snap.export.ndjson"));
        try (Sessions sessions = Sessions.standard()) {
            for (String place : List.of("rich-snap.raft", "rich-snap.export.ndjson")) {
                Session session = sessions.connect(place(place), null, options());
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (RecordSource source = session.export();
                        NdjsonSink sink = new NdjsonSink(out)) {
                    new Pump(source, List.of(), sink, Progress.NONE, new Cancel()).run();
                }
                assertArrayEquals(want, out.toByteArray());
            }
        }
    }

    private ConnectOptions options() {
        return ConnectOptions.cachedIn(new CacheDirectory(cache.resolve("cache")));
    }

    private static String place(String name) {
        return TestData.file("real/" + name).toString();
    }

    private static String listed(Session session) throws IOException {
        JsonOut out = new JsonOut(1 << 16);
        StringBuilder text = new StringBuilder();
        LineWriter writer = new LineWriter();
        try (KvCursor keys = session.scan(Bytes.EMPTY, null)) {
            while (keys.next()) {
                out.reset();
                writer.write(new MetaRecord.Kv(keys.key(), keys.value()), out);
                text.append(new String(out.array(), 0, out.length(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
