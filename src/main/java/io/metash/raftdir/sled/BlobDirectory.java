package io.metash.raftdir.sled;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.RegularFile;
import io.metash.record.U64;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/** One file for each large item, named by the lsn that wrote it: {@code blobs/<lsn>} (sled-0.34 §10). */
final class BlobDirectory implements LargeItems {
    private static final int CRC_BYTES = 4;
    private static final int HEADER_BYTES = 5;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path directory;

    BlobDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public int pointerBytes() {
        return 8;
    }

    @Override
    public LargePointer pointer(SledBytes in) {
        return new LargePointer(0, in.fixed(8));
    }

    @Override
    public State check(LargePointer pointer, MessageKind kind) throws IOException {
        Path file = file(pointer);
        if (!Files.isRegularFile(file)) {
            return State.DANGLING;
        }
        try (InputStream in = RegularFile.open(file)) {
            byte[] stored = in.readNBytes(CRC_BYTES);
            int code = in.read();
            if (stored.length < CRC_BYTES
                    || code < 0
                    || (int) new SledBytes(stored).fixed(CRC_BYTES) != crc(code, in)) {
                return State.UNREADABLE;
            }
            if (code == kind.ordinal()) {
                return State.SOUND;
            }
            return State.WRONG_KIND;
        }
    }

    private static int crc(int code, InputStream in) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(code);
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            crc.update(buffer, 0, read);
        }
        return (int) crc.getValue();
    }

    @Override
    public byte[] read(LargePointer pointer, MessageKind kind) throws IOException {
        State state = check(pointer, kind);
        if (state != State.SOUND) {
            String why =
                    switch (state) {
                        case DANGLING -> "the file is missing, but a page refers to it";
                        case WRONG_KIND -> "the file holds an item of another kind than its page says";
                        default -> "checksum mismatch";
                    };
            throw SledDamage.at(file(pointer), 0, why);
        }
        long size = Files.size(file(pointer));
        if (size > Runtime.getRuntime().maxMemory() / 4) {
            throw Failure.of(ExitStatus.IO, "an item of this store is too large for the memory of metash")
                    .at(place(pointer))
                    .because("its file has " + size + " bytes")
                    .next("increase the heap: METASH_HEAP=4g");
        }
        byte[] content = RegularFile.readAllBytes(file(pointer));
        return Arrays.copyOfRange(content, Math.min(HEADER_BYTES, content.length), content.length);
    }

    @Override
    public String place(LargePointer pointer) {
        return file(pointer).toString();
    }

    private Path file(LargePointer pointer) {
        return directory.resolve(U64.text(pointer.lsn()));
    }

    @Override
    public void close() {
        // Files are closed after each read.
    }
}
