package io.metash.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads {@link FileBytes} from a position to the end. Closing it leaves the file open. */
final class FileBytesStream extends InputStream {
    private final FileBytes file;
    private long position;

    FileBytesStream(FileBytes file, long position) {
        this.file = file;
        this.position = position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        if (read(one, 0, 1) < 0) {
            return -1;
        }
        return one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = file.read(ByteBuffer.wrap(into, from, length), position);
        position += Math.max(count, 0);
        return count;
    }
}
