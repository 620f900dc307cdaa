package io.metash.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** An object being written. Closed without {@link #complete}, it leaves nothing, or {@link #remains} says what. */
public abstract class ObjectUpload extends OutputStream {
    /** All bytes are written: makes the object durable and gives it its name. */
    public abstract void complete() throws IOException;

    /** What an upload that was given up may have left; null when nothing. */
    public @Nullable String remains() {
        return null;
    }

    @Override
    public abstract void write(byte[] from, int at, int length) throws IOException;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }
}
