package io.metash.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** An object being written. Closed without {@link #complete}, it leaves nothing, or {@link #remains} describes the rest. */
public abstract class ObjectUpload extends OutputStream {
    /** Completes the object and makes it durable under its name. */
    public abstract void complete() throws IOException;

    /** The possible leftovers of an aborted upload; null when none. */
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
