package io.metash.ndjson;

import com.github.luben.zstd.ZstdInputStream;
import io.metash.record.BlockInput;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks files written by gzip, zstd or pzstd, recognized by their first bytes (decisions 14). A file may have
 * several members or frames; every byte must belong to one. A truncated file is rejected with status 4, a damaged one
 * with status 3.
 */
public final class PackedInput extends BlockInput {
    private static final int MAGIC_BYTES = 4;
    private static final int BUFFER_BYTES = 256 << 10;

    private final String name;
    private final Raw raw;
    private final InputStream text;
    private final Packing packing;

    /** The packing of a file. */
    private enum Packing {
        NONE,
        GZIP,
        ZSTD
    }

    private PackedInput(String name, Raw raw, Packing packing, InputStream text) {
        this.name = name;
        this.raw = raw;
        this.packing = packing;
        this.text = text;
    }

    /** Unpacks the bytes of {@code below}; {@code name} is the file's name in errors. */
    public static PackedInput of(InputStream below, String name) throws IOException {
        byte[] magic = below.readNBytes(MAGIC_BYTES);
        Raw raw = new Raw(new SequenceInputStream(new ByteArrayInputStream(magic), below));
        Packing packing = packing(magic, name);
        InputStream buffered = raw;
        if (packing != Packing.NONE) {
            buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        }
        PackedInput input = new PackedInput(name, raw, packing, buffered);
        if (packing == Packing.NONE) {
            return input;
        }
        return input.unpacking();
    }

    private PackedInput unpacking() throws IOException {
        try {
            return new PackedInput(name, raw, packing, Unpackers.of(packing, text));
        } catch (IOException broken) {
            throw refusal(broken);
        }
    }

    /** Whether the first bytes of a file are those of a packed file. */
    public static boolean isPacked(byte[] firstBytes) {
        return packing(firstBytes, "file") != Packing.NONE;
    }

    private static Packing packing(byte[] magic, String name) {
        if (magic.length >= 2 && unsigned(magic, 0) == 0x1f && unsigned(magic, 1) == 0x8b) {
            return Packing.GZIP;
        }
        if (magic.length < MAGIC_BYTES) {
            return Packing.NONE;
        }
        int number = unsigned(magic, 0) << 24 | unsigned(magic, 1) << 16 | unsigned(magic, 2) << 8 | unsigned(magic, 3);
        // pzstd starts with a skippable frame: 0x50 to 0x5f, 2a 4d 18.
        boolean skippable = (number & 0xf0ffffff) == 0x502a4d18;
        if (number == 0x28b52ffd || skippable) {
            return Packing.ZSTD;
        }
        String other = otherPacker(number);
        if (other != null) {
            throw Failure.of(ExitStatus.DAMAGED, "the file is compressed with " + other + ", which is not supported")
                    .at(name)
                    .because("metash reads exports compressed with gzip or zstd")
                    .next("decompress it first: " + other + " -d");
        }
        return Packing.NONE;
    }

    private static @Nullable String otherPacker(int number) {
        if (number == 0xfd377a58) {
            return "xz";
        }
        if (number >>> 8 == 0x425a68) {
            return "bzip2";
        }
        if (number == 0x04224d18) {
            return "lz4";
        }
        return null;
    }

    private static int unsigned(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    /** Whether the text was compressed with gzip or zstd. */
    public boolean packed() {
        return packing != Packing.NONE;
    }

    /** The number of packed bytes read from the file. */
    public long bytesRead() {
        return raw.count;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        try {
            return text.read(into, from, length);
        } catch (IOException broken) {
            throw refusal(broken);
        }
    }

    /** Distinguishes a read error of the disk from data that cannot be unpacked. */
    private Failure refusal(IOException broken) throws IOException {
        if (broken == raw.failed || packing == Packing.NONE) {
            throw broken;
        }
        // Set only when the decoder requested more bytes than the file has.
        boolean cut = raw.ended;
        Failure failure = cut
                ? Failure.of(ExitStatus.INCOMPLETE, "the compressed file is truncated")
                        .because("it ends inside a member, after " + raw.count + " bytes")
                : Failure.of(ExitStatus.DAMAGED, "the compressed file is damaged")
                        .because(reason(broken));
        return failure.at(name).next("run the export again").causedBy(broken);
    }

    private String reason(IOException broken) {
        return broken.getMessage() + "; found within the first " + raw.count + " bytes of the file";
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    /** Loads the libraries for packed files only. */
    private static final class Unpackers {
        private Unpackers() {}

        static InputStream of(Packing packing, InputStream packed) throws IOException {
            if (packing == Packing.ZSTD) {
                return new ZstdInputStream(packed);
            }
            return new GzipMembers(packed);
        }
    }

    /** Counts the bytes read from the file and remembers read errors. */
    private static final class Raw extends FilterInputStream {
        private volatile long count;
        private boolean ended;
        private @Nullable IOException failed;

        Raw(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            if (read(one, 0, 1) < 0) {
                return -1;
            }
            return one[0] & 0xff;
        }

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                int n = in.read(into, from, length);
                count += Math.max(0, n);
                ended |= n < 0;
                return n;
            } catch (IOException thrown) {
                failed = thrown;
                throw thrown;
            }
        }
    }
}
