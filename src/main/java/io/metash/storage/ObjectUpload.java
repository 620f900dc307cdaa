package io.metash.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An object being written. Closing it without {@link #complete} leaves no object; {@link #remains} describes possible
 * leftovers.
 */
public abstract class ObjectUpload extends OutputStream {
    /** Completes the object and makes it durable under its name. */
    public abstract void complete() throws IOException;

    /** Describes possible leftovers of an aborted upload; null when there are none. */
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
