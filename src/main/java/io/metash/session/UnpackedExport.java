package io.metash.session;

import io.metash.ndjson.PackedInput;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;

/**
 * A decompressed copy of an export. gzip and zstd do not support random access, so the text goes to a scratch file,
 * readable only by its owner and unlinked once open: it disappears with the session, even when the process is killed.
 */
final class UnpackedExport {
    private static final int PIECE_BYTES = 256 << 10;

    private UnpackedExport() {}

    /** Whether a file is compressed by gzip or zstd, by its first bytes (decisions 14). */
    static boolean isPacked(FileBytes file) throws IOException {
        ByteBuffer four = ByteBuffer.allocate(4);
        file.read(four, 0);
        return PackedInput.isPacked(Arrays.copyOf(four.array(), four.position()));
    }

    /** Decompresses a file to a scratch file. */
    static FileBytes copy(FileBytes packed, StoredFile file, ConnectOptions options) throws IOException {
        Path scratch = options.cache().scratch().resolve("unpacked-" + UUID.randomUUID());
        FileChannel channel = IndexDirectory.create(scratch, StandardOpenOption.DELETE_ON_CLOSE);
        InputStream raw = new FileBytesStream(packed, 0);
        try (InputStream in = PackedInput.of(raw, file.toString())) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                options.cancel().check();
                ByteBuffer left = ByteBuffer.wrap(piece, 0, count);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            return FileBytes.of(channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }
}
