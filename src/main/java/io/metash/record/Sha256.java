package io.metash.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files and bytes, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private static final int CHUNK_BYTES = 1 << 18;

    private Sha256() {}

    /** A new digest. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The digest of these bytes. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Completes and resets a digest. */
    public static String of(MessageDigest sum) {
        return HexFormat.of().formatHex(sum.digest());
    }

    /** The digest of a whole file; progress counts bytes only. */
    public static String of(Path file, Progress progress, Cancel cancel) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in, Files.size(file), progress, cancel);
        }
    }

    /** The digest of a stream to its end; {@code total} is its size for the progress. */
    public static String of(InputStream in, long total, Progress progress, Cancel cancel) throws IOException {
        MessageDigest sum = digest();
        byte[] chunk = new byte[CHUNK_BYTES];
        long done = 0;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            sum.update(chunk, 0, n);
            done += n;
            cancel.check();
            progress.moved(0, done, total);
        }
        return of(sum);
    }
}
