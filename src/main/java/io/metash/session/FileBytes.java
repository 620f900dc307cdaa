package io.metash.session;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file, read at any place. */
interface FileBytes extends Closeable {
    /** How many there are now. */
    long size() throws IOException;

    /** Reads some bytes from a place on; returns how many, or -1 behind the end. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Opens files; stands between us and the disk, so that a test can count what is read. */
    interface Opener {
        /** Opens a file for reading. */
        FileBytes open(Path path) throws IOException;
    }

    /** Opens a file for reading. */
    static FileBytes open(Path path) throws IOException {
        try {
            return of(FileChannel.open(path, StandardOpenOption.READ));
        } catch (NoSuchFileException missing) {
            throw Failure.of(ExitStatus.IO, "there is no such file")
                    .at(path.toString())
                    .causedBy(missing);
        }
    }

    /** The bytes of an open file, which is closed with them. */
    static FileBytes of(FileChannel channel) {
        return new FileBytes() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public int read(ByteBuffer into, long position) throws IOException {
                return channel.read(into, position);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
