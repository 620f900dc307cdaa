package io.metash.raftdir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.files.Disk;
import io.metash.ndjson.NdjsonSink;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.Endpoint;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories of real servers and of the reference importer, byte for byte. */
class RealDirectoriesTest {
    private static final String CHUNK = "V004/log/r-00_000_000_000_000_000_000.wal";
    private static final long NOW_MS = 1763812345678L;

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-users", "rich-snap", "variants"})
    void exportEqualsThatOfTheServer(String name) throws IOException {
        try (RaftDir dir = RaftDir.open(TestData.file("real/" + name + ".raft"))) {
            assertEquals(
                    List.of(new Note(
                            Note.Code.VERSION_MISSING,
                            "VERSION is missing; assumed V004 because there is a log in V004")),
                    dir.notes());
            assertArrayEquals(Files.readAllBytes(TestData.file("real/" + name + ".export.ndjson")), text(dir.export()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "real/rich.export.ndjson",
                "real/rich-users.export.ndjson",
                "real/rich-snap.export.ndjson",
                "real/variants.export.ndjson",
                "peer/want_exported_v004"
            })
    void exportImportExportIsIdentity(String file) throws IOException {
        Path dfMeta = imported(TestData.file(file), null);
        try (RaftDir dir = RaftDir.openDfMeta(dfMeta)) {
            assertEquals(List.of(), dir.notes());
            assertArrayEquals(Files.readAllBytes(TestData.file(file)), text(dir.export()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta_v003.txt", "meta_v004.txt", "want_exported_v004"})
    void everyGenerationYieldsTheSameSnapshot(String file) throws IOException {
        Path dfMeta = imported(TestData.file("peer/" + file), null);
        assertArrayEquals(
                Files.readAllBytes(TestData.file("peer/want_snapshot_v004")),
                Files.readAllBytes(dfMeta.resolve("V004/snapshot/1-0-83-" + NOW_MS + ".snap")));
        assertEquals(44_361, Files.size(dfMeta.resolve(CHUNK)));
        assertEquals("{\"version\":\"V004\"}", Files.readString(dfMeta.resolve("VERSION")));
        try (RaftDir dir = RaftDir.openDfMeta(dfMeta)) {
            assertArrayEquals(Files.readAllBytes(TestData.file("peer/want_exported_v004")), text(dir.export()));
        }
    }

    @Test
    void importEqualsTheReferenceImporterByteForByte() throws IOException {
        Path dfMeta = imported(TestData.file("real/init-cluster/input.ndjson"), null);
        assertStore("plain", dfMeta);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void importForANewClusterEqualsTheReferenceImporterByteForByte(long id) throws IOException {
        NavigableMap<Long, Node> nodes = Membership.byId();
        nodes.put(1L, new Node("1", new Endpoint("127.0.0.1", 18101), null));
        nodes.put(2L, new Node("2", new Endpoint("meta-2.example", 28203), null));
        nodes.put(3L, new Node("3", new Endpoint("localhost", 28303), null));
        Path dfMeta = imported(TestData.file("real/init-cluster/input.ndjson"), new NewCluster(id, nodes));
        assertStore("node-" + id, dfMeta);
        try (RaftDir dir = RaftDir.openDfMeta(dfMeta)) {
            assertArrayEquals(
                    Files.readAllBytes(TestData.file("real/init-cluster/node-" + id + ".export.ndjson")),
                    text(dir.export()));
        }
    }

    private static void assertStore(String name, Path dfMeta) throws IOException {
        assertArrayEquals(
                Files.readAllBytes(TestData.file("real/init-cluster/" + name + ".wal")),
                Files.readAllBytes(dfMeta.resolve(CHUNK)));
        assertArrayEquals(
                Files.readAllBytes(TestData.file("real/init-cluster/" + name + ".snap")),
                Files.readAllBytes(dfMeta.resolve("V004/snapshot/1-0-83-" + NOW_MS + ".snap")));
    }

    private Path imported(Path file, NewCluster cluster) throws IOException {
        Path dfMeta = scratch.resolve("df_meta");
        try (NdjsonSource source = NdjsonSource.open(file);
                RaftDirSink sink = new RaftDirSink(dfMeta, Disk.real(), null, NOW_MS, cluster)) {
            new Pump(source, List.of(), sink, Progress.NONE, new Cancel()).run();
        }
        return dfMeta;
    }

    private static byte[] text(RecordSource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (source;
                NdjsonSink sink = new NdjsonSink(out)) {
            new Pump(source, List.of(), sink, Progress.NONE, new Cancel()).run();
        }
        return out.toByteArray();
    }
}
