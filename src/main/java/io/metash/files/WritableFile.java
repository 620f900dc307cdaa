package io.metash.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** A file being written. */
public interface WritableFile extends SeekableByteChannel {
    /** Makes content and size durable. */
    void sync() throws IOException;

    /** Its name. */
    Path path();
}
