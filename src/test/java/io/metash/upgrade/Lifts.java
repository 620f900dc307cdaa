package io.metash.upgrade;

import io.metash.ndjson.NdjsonSink;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.testing.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Upgrades texts, in tests. */
final class Lifts {
    private Lifts() {}

    /** A sample of the history by its name. */
    static String sample(String name) throws IOException {
        return History.text(name);
    }

    /** The text of a version. */
    static String to(DataVersion version, String text, Path scratch) throws IOException {
        StringBuilder out = new StringBuilder();
        try (LiftedText lifted = Upgrade.liftTo(version, lines(text), scratch, Progress.NONE, new Cancel())) {
            for (byte[] line = lifted.next(); line != null; line = lifted.next()) {
                out.append(new String(line, StandardCharsets.UTF_8)).append('\n');
            }
        }
        return out.toString();
    }

    /** The text of V004 in its newest generation, through records. */
    static String toV004(String text, Path scratch) throws IOException {
        try (LiftedSource source = Upgrade.lift(lines(text), scratch, Progress.NONE, new Cancel())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new Pump(source, List.of(), new NdjsonSink(out), Progress.NONE, new Cancel()).run();
            return out.toString(StandardCharsets.UTF_8);
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
                // There is nothing to close.
            }
        };
    }
}
