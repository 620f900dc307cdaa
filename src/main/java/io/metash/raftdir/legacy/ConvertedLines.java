package io.metash.raftdir.legacy;

import io.metash.upgrade.LegacyLines;
import io.metash.upgrade.LiftedText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lines of V0, some of which were converted from an older form. */
final class ConvertedLines implements LegacyLines {
    private final String name;
    private final LiftedText text;
    private long bytes;

    ConvertedLines(String name, LiftedText text) {
        this.name = name;
        this.text = text;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        byte[] line = text.next();
        if (line != null) {
            bytes += line.length + 1;
        }
        return line;
    }

    @Override
    public long bytesRead() {
        return bytes;
    }

    @Override
    public long bytesTotal() {
        return -1;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
