package io.metash;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Filters standard error for metactl: replaces {@code metash:} at the start of a line by {@code Error:}. */
final class ErrorPrefix extends FilterOutputStream {
    private static final byte[] METASH = "metash:".getBytes(StandardCharsets.UTF_8);
    private static final byte[] METACTL = "Error:".getBytes(StandardCharsets.UTF_8);

    /** Held-back start of a line that may still match the prefix. */
    private final ByteArrayOutputStream start = new ByteArrayOutputStream();

    private boolean atStart = true;

    ErrorPrefix(OutputStream below) {
        super(below);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    @Override
    public void write(int b) throws IOException {
        if (atStart && (byte) b == METASH[start.size()]) {
            start.write(b);
            if (start.size() == METASH.length) {
                start.reset();
                out.write(METACTL);
                atStart = false;
            }
            return;
        }
        settle();
        out.write(b);
        atStart = b == '\n';
    }

    private void settle() throws IOException {
        start.writeTo(out);
        start.reset();
    }

    @Override
    public void flush() throws IOException {
        if (start.size() > 0) {
            settle();
            atStart = false;
        }
        super.flush();
    }
}
