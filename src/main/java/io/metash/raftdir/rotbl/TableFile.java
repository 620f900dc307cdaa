package io.metash.raftdir.rotbl;

import io.metash.files.DamagedStore;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** The file of a table: reads at offsets and builds failures. */
final class TableFile {
    private final SeekableByteChannel channel;
    private final String name;
    private final long size;

    TableFile(SeekableByteChannel channel, String name) throws IOException {
        this.channel = channel;
        this.name = name;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    void close() throws IOException {
        channel.close();
    }

    /** Reads exactly {@code length} bytes inside the file. */
    synchronized void read(long at, byte[] into, int from, int length) throws IOException {
        if (at < 0 || length < 0 || at > size - length) {
            throw damaged(at, "expected " + length + " bytes here, but the file ends at " + size);
        }
        channel.position(at);
        ByteBuffer left = ByteBuffer.wrap(into, from, length);
        while (left.hasRemaining()) {
            if (channel.read(left) < 0) {
                throw damaged(at, "the file shrank while it was read");
            }
        }
    }

    byte[] read(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(at, bytes, 0, length);
        return bytes;
    }

    Failure damaged(long at, String why) {
        return Failure.of(ExitStatus.DAMAGED, "the snapshot is damaged")
                .at(name + " (byte " + at + ")")
                .because(why)
                .next(DamagedStore.next(Path.of(name)));
    }

    Failure version(long at, String why) {
        return Failure.of(ExitStatus.VERSION, "the version of the snapshot is not supported")
                .at(name + " (byte " + at + ")")
                .because(why)
                .next("export it with the metactl of the server that wrote it");
    }

    /** Compares a stored checksum, all 64 bits of it, with the computed one. */
    void check(long stored, long actual, long at, String of) {
        if (stored != actual) {
            throw damaged(at, String.format("the checksum of %s is %016x, the file has %016x", of, actual, stored));
        }
    }
}
