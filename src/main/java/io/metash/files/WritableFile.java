package io.metash.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** A file open for writing. */
public interface WritableFile extends SeekableByteChannel {
    /** Makes content and size durable. */
    void sync() throws IOException;

    /** The path of the file. */
    Path path();
}
