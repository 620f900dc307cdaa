package io.metash.session;

import io.metash.record.BlockInput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads {@link FileBytes} from a position to the end. Closing it leaves the file open. */
final class FileBytesStream extends BlockInput {
    private final FileBytes file;
    private long position;

    FileBytesStream(FileBytes file, long position) {
        this.file = file;
        this.position = position;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = file.read(ByteBuffer.wrap(into, from, length), position);
        position += Math.max(count, 0);
        return count;
    }
}
