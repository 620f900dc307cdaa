package io.metash.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files and bytes, in hexadecimal: 64 small letters and digits. */
public final class Sha256 {
    private static final int CHUNK_BYTES = 1 << 18;

    private Sha256() {}

    /** A digest of nothing yet. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    /** Of these bytes. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Of all that a digest was given; it begins anew. */
    public static String of(MessageDigest sum) {
        return HexFormat.of().formatHex(sum.digest());
    }

    /** Of a whole file; records are not counted in the progress. */
    public static String of(Path file, Progress progress, Cancel cancel) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in, Files.size(file), progress, cancel);
        }
    }

    /** Of a stream to its end; {@code total} is how many bytes that are, for the progress. */
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
