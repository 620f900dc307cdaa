package io.metash.rebuild;

import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes a tar archive of regular files (POSIX ustar), which every host can unpack. Only the owner can read the
 * entries.
 */
final class TarFile implements Closeable {
    private static final int BLOCK_BYTES = 512;
    private static final int NAME_BYTES = 100;
    private static final long MAX_OCTAL = 077777777777L;

    private final OutputStream out;
    private final long timeSeconds;

    /** Creates a writer to a stream, which stays open; all entries get this time. */
    TarFile(OutputStream out, long timeMs) {
        this.out = out;
        this.timeSeconds = timeMs / 1000;
    }

    void add(String name, byte[] content) throws IOException {
        header(name, content.length);
        out.write(content);
        pad(content.length);
    }

    void add(String name, Path file) throws IOException {
        add(name, StoredFile.of(file));
    }

    void add(String name, StoredFile file) throws IOException {
        long size = file.size();
        header(name, size);
        long copied;
        try (InputStream in = file.open()) {
            copied = in.transferTo(out);
        }
        if (copied != size) {
            throw new IOException(file + " changed while it was copied");
        }
        pad(size);
    }

    private void header(String name, long size) throws IOException {
        byte[] header = new byte[BLOCK_BYTES];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > NAME_BYTES) {
            throw new IOException("the name is too long for an archive: " + name);
        }
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        put(header, 100, "0000600\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        if (size <= MAX_OCTAL) {
            put(header, 124, octal(size));
        } else {
            // Larger than 8 GiB: the base-256 form, which GNU tar, BSD tar and busybox support.
            header[124] = (byte) 0x80;
            for (int i = 0; i < 8; i++) {
                header[135 - i] = (byte) (size >>> (8 * i));
            }
        }
        put(header, 136, octal(timeSeconds));
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = '0';
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        String checksum = Integer.toOctalString(sum);
        put(header, 148, "0".repeat(6 - checksum.length()) + checksum + "\0 ");
        out.write(header);
    }

    private static String octal(long number) {
        String digits = Long.toOctalString(number);
        return "0".repeat(11 - digits.length()) + digits + "\0";
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private void pad(long size) throws IOException {
        int over = (int) (size % BLOCK_BYTES);
        if (over > 0) {
            out.write(new byte[BLOCK_BYTES - over]);
        }
    }

    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK_BYTES]);
    }
}
