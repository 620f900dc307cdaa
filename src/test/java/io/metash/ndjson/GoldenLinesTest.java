package io.metash.ndjson;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.MetaRecord;
import io.metash.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real exports survive a round trip from text to records and back. */
class GoldenLinesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "peer/want_exported_v004",
                "real/rich.export.ndjson",
                "real/rich-users.export.ndjson",
                "real/rich-snap.export.ndjson",
                "real/variants.export.ndjson",
                "real/init-cluster/input.ndjson",
                "real/init-cluster/node-1.export.ndjson"
            })
    void newestGenerationIsUnchanged(String file) throws IOException {
        Path path = TestData.file(file);
        assertArrayEquals(Files.readAllBytes(path), rewrite(path));
    }

    @Test
    void olderGenerationsHaveTheSameContent() throws IOException {
        List<MetaRecord> want = parts(TestData.file("peer/want_exported_v004"));
        assertEquals(want, parts(TestData.file("peer/meta_v003.txt")));
        assertEquals(want, parts(TestData.file("peer/meta_v004.txt")));
    }

    private static List<MetaRecord> parts(Path file) throws IOException {
        List<MetaRecord> records = new ArrayList<>();
        try (NdjsonSource source = NdjsonSource.open(file)) {
            for (MetaRecord r = source.next(); r != null; r = source.next()) {
                if (r instanceof MetaRecord.Kv || r instanceof MetaRecord.Log || r instanceof MetaRecord.Nodes) {
                    records.add(r);
                }
            }
        }
        records.sort(java.util.Comparator.comparing(r -> r.getClass().getSimpleName()));
        return records;
    }

    private static byte[] rewrite(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NdjsonSource source = NdjsonSource.open(file);
                NdjsonSink sink = new NdjsonSink(out)) {
            for (MetaRecord r = source.next(); r != null; r = source.next()) {
                sink.accept(r);
            }
            sink.finish();
        }
        return out.toByteArray();
    }
}
