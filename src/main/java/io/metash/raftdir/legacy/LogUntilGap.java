package io.metash.raftdir.legacy;

import io.metash.record.U64;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log entries of a damaged store up to the first gap: entries after a missing one cannot be applied. */
final class LogUntilGap implements LineRun {
    private static final byte[] LOGS = "[\"raft_log\",{\"Logs\":{\"key\":".getBytes(StandardCharsets.US_ASCII);

    private final LineRun lines;
    private final List<String> losses;
    private long last = -1;
    private boolean gap;

    LogUntilGap(LineRun lines, List<String> losses) {
        this.lines = lines;
        this.losses = losses;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            if (!Arrays.equals(line, 0, LOGS.length, LOGS, 0, LOGS.length)) {
                return line;
            }
            long index = index(line);
            if (!gap && last >= 0 && index != last + 1) {
                gap = true;
                losses.add("the log entries after " + U64.text(last) + ": the next one that can be read is "
                        + U64.text(index));
            }
            if (!gap) {
                last = index;
                return line;
            }
        }
        return null;
    }

    @Override
    public String place(String store, long number) {
        return lines.place(store, number);
    }

    private static long index(byte[] line) {
        long index = 0;
        for (int i = LOGS.length; line[i] >= '0' && line[i] <= '9'; i++) {
            index = index * 10 + line[i] - '0';
        }
        return index;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
