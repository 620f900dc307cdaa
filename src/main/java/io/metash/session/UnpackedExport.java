package io.metash.session;

import com.github.luben.zstd.ZstdInputStream;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.StoredFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A copy of a packed export's text. Nothing can be looked up inside gzip or zstd, so the text goes to a scratch file, which only
 * its owner may read and which has no name any more once it is open: it is gone with the session, however that ends.
 */
final class UnpackedExport {
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;
    private static final int PIECE_BYTES = 256 << 10;

    private UnpackedExport() {}

    private static int magic(FileBytes file) throws IOException {
        ByteBuffer four = ByteBuffer.allocate(4);
        file.read(four, 0);
        return four.position() < 4 ? 0 : four.getInt(0);
    }

    /** Whether a file is packed by gzip or zstd, by its first bytes (decisions 14). */
    static boolean isPacked(FileBytes file) throws IOException {
        int magic = magic(file);
        return magic >>> 16 == GZIP || magic == ZSTD;
    }

    /** Unpacks a file into scratch. */
    static FileBytes copy(FileBytes packed, StoredFile file, ConnectOptions options) throws IOException {
        Path scratch = options.cache().scratch().resolve("unpacked-" + UUID.randomUUID());
        FileChannel channel = IndexFolder.create(scratch, StandardOpenOption.DELETE_ON_CLOSE);
        InputStream raw = new FileBytesStream(packed, 0);
        try (InputStream in =
                magic(packed) == ZSTD ? new ZstdInputStream(raw) : new GZIPInputStream(raw, PIECE_BYTES)) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                options.cancel().check();
                ByteBuffer left = ByteBuffer.wrap(piece, 0, count);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            return FileBytes.of(channel);
        } catch (ZipException | EOFException | com.github.luben.zstd.ZstdIOException broken) {
            channel.close();
            throw Failure.of(ExitStatus.DAMAGED, "the packed file is damaged or cut")
                    .at(file.toString())
                    .because(String.valueOf(broken.getMessage()))
                    .next("make the export again")
                    .causedBy(broken);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }
}
