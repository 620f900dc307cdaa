package io.metash.upgrade;

import io.metash.record.BlockInput;
import java.io.IOException;

/** Reads lines as a stream of text. Closing it leaves the lines open. */
final class LinesInput extends BlockInput {
    private final LegacyLines lines;
    private byte[] line = new byte[0];
    private int at;

    LinesInput(LegacyLines lines) {
        this.lines = lines;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int done = 0;
        while (done < length && (at < line.length || nextLine())) {
            int count = Math.min(length - done, line.length - at);
            System.arraycopy(line, at, into, from + done, count);
            at += count;
            done += count;
        }
        if (done == 0 && length > 0) {
            return -1;
        }
        return done;
    }

    private boolean nextLine() throws IOException {
        byte[] next = lines.next();
        if (next == null) {
            return false;
        }
        line = new byte[next.length + 1];
        System.arraycopy(next, 0, line, 0, next.length);
        line[next.length] = '\n';
        at = 0;
        return true;
    }
}
