package io.metash.session;

import io.metash.record.Sha256;
import io.metash.storage.ObjectInfo;
import io.metash.storage.StoredFile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The identity of a file when it was read, to detect changes. A program that preserves the file's time and size is
 * detected by the digest if it changes the first or last 64 KiB.
 *
 * @param size the size in bytes
 * @param modifiedNs the last modification in nanoseconds since the epoch
 * @param inode the inode number; 0 for an object
 * @param ends SHA-256, in hexadecimal, of its first and last 64 KiB, for an object preceded by its entity tag
 */
record FileStamp(long size, long modifiedNs, long inode, String ends) {
    private static final int END_BYTES = 64 << 10;

    /** Reads the stamp of a file. */
    static FileStamp of(StoredFile file, FileBytes bytes) throws IOException {
        FileStamp outside = outside(file);
        return new FileStamp(outside.size, outside.modifiedNs, outside.inode, outside.ends + ends(bytes, outside.size));
    }

    /** Whether two stamps are equal. Written by hand, since a record's generated method is slow on first use. */
    boolean same(FileStamp other) {
        return size == other.size && modifiedNs == other.modifiedNs && inode == other.inode && ends.equals(other.ends);
    }

    /** Whether the content of the file changed in place; a replaced file does not count. Does not read the content. */
    boolean changedInPlace(StoredFile file) throws IOException {
        try {
            FileStamp now = outside(file);
            return (now.inode == inode || file.path().isEmpty()) && (now.size != size || now.modifiedNs != modifiedNs);
        } catch (NoSuchFileException removed) {
            return false;
        }
    }

    private static FileStamp outside(StoredFile file) throws IOException {
        if (file.path().isEmpty()) {
            ObjectInfo info = file.info();
            return new FileStamp(info.bytes(), TimeUnit.MILLISECONDS.toNanos(info.modifiedMs()), 0, info.version());
        }
        Path path = file.path().get();
        Map<String, Object> seen = Files.readAttributes(path, "unix:size,lastModifiedTime,ino");
        long modifiedNs = ((FileTime) attribute(seen, "lastModifiedTime")).to(TimeUnit.NANOSECONDS);
        return new FileStamp((Long) attribute(seen, "size"), modifiedNs, (Long) attribute(seen, "ino"), "");
    }

    private static Object attribute(Map<String, Object> seen, String name) {
        return Objects.requireNonNull(seen.get(name), name);
    }

    private static String ends(FileBytes bytes, long size) throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update(read(bytes, 0));
        digest.update(read(bytes, Math.max(0, size - END_BYTES)));
        return Sha256.of(digest);
    }

    private static ByteBuffer read(FileBytes bytes, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(END_BYTES);
        int count;
        do {
            count = bytes.read(buffer, from + buffer.position());
        } while (count > 0);
        return buffer.flip();
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(size);
        out.writeLong(modifiedNs);
        out.writeLong(inode);
        out.writeUTF(ends);
    }

    static FileStamp read(DataInput in) throws IOException {
        return new FileStamp(in.readLong(), in.readLong(), in.readLong(), in.readUTF());
    }
}
