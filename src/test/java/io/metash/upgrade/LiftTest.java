package io.metash.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.ndjson.NdjsonSink;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiftTest {
    @TempDir
    private Path scratch;

    @Test
    void aV004StoreStaysAsItIs() throws IOException {
        String text = Files.readString(TestData.file("history/v004-20260316-metactl-want_exported_v004.ndjson"));
        try (LiftedSource source = Upgrade.lift(lines(text), scratch, Progress.NONE, new Cancel())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new Pump(source, List.of(), new NdjsonSink(out), Progress.NONE, new Cancel()).run();
            assertEquals(text, out.toString(StandardCharsets.UTF_8));
            assertEquals(DataVersion.V004, source.version());
        }
    }

    static LegacyLines lines(String text) {
        Iterator<String> lines = text.lines().iterator();
        return new LegacyLines() {
            @Override
            public String name() {
                return "store";
            }

            @Override
            public byte[] next() {
                return lines.hasNext() ? lines.next().getBytes(StandardCharsets.UTF_8) : null;
            }

            @Override
            public long bytesRead() {
                return 0;
            }

            @Override
            public long bytesTotal() {
                return text.length();
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
