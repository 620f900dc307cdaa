package io.metash.session;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.RandomReader;
import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;

/** Random access to the bytes of a file. */
interface FileBytes extends Closeable {
    /** The current size. */
    long size() throws IOException;

    /** Reads bytes at a position; returns their number, or -1 after the end. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Opens files; tests that count reads replace it. */
    interface Opener {
        /** Opens a file for reading. */
        FileBytes open(StoredFile file) throws IOException;
    }

    /** Opens a file for reading. */
    static FileBytes open(StoredFile file) throws IOException {
        try {
            return of(file.openRandom());
        } catch (NoSuchFileException missing) {
            throw Failure.of(ExitStatus.IO, "no such file").at(file.toString()).causedBy(missing);
        }
    }

    /** Wraps an open file, which is closed with the result. */
    static FileBytes of(RandomReader reader) {
        return new FileBytes() {
            @Override
            public long size() throws IOException {
                return reader.size();
            }

            @Override
            public int read(ByteBuffer into, long position) throws IOException {
                return reader.read(into, position);
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }

    /** Wraps an open file, which is closed with the result. */
    static FileBytes of(FileChannel channel) {
        return of(RandomReader.of(channel));
    }
}
