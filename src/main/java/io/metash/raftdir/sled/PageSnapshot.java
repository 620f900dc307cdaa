package io.metash.raftdir.sled;

import io.metash.record.RegularFile;
import io.metash.record.U64;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/** The newest snapshot of the page table, file {@code snap.<lsn>} (sled-0.34 §6), read as a stream. */
final class PageSnapshot {
    private static final int TRAILER_BYTES = 12;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_POINTER_BYTES = 9 + 16 + 9;

    private final Path file;
    private final SledVariant variant;
    private final LargeItems large;
    private final long payload;
    private final InputStream in;
    private final byte[] item = new byte[8 + 1 + LONGEST_POINTER_BYTES];
    private long at;

    private PageSnapshot(Path file, SledVariant variant, LargeItems large, long payload, InputStream in) {
        this.file = file;
        this.variant = variant;
        this.large = large;
        this.payload = payload;
        this.in = in;
    }

    /** Returns the newest complete snapshot of a database. */
    static Optional<Path> newest(Path database) throws IOException {
        try (var files = Files.list(database)) {
            return files.filter(file -> file.getFileName().toString().matches("snap\\.[0-9A-F]{16}"))
                    .max((a, b) -> a.getFileName().compareTo(b.getFileName()));
        }
    }

    /** Verifies a snapshot and loads its pages; returns its stable lsn, if any. */
    static OptionalLong load(Path file, SledVariant variant, LargeItems large, PageTable into) throws IOException {
        long payload = Files.size(file) - TRAILER_BYTES;
        if (payload <= 0) {
            throw SledDamage.at(file, 0, "a snapshot has more than 12 bytes, this file has " + Files.size(file));
        }
        check(file, payload);
        try (InputStream in = new BufferedInputStream(RegularFile.open(file), BUFFER_BYTES)) {
            PageSnapshot snapshot = new PageSnapshot(file, variant, large, payload, in);
            try {
                return snapshot.load(into);
            } catch (SledFormatException | EOFException bad) {
                throw SledDamage.at(file, snapshot.at, "the page table cannot be read: " + bad.getMessage());
            }
        }
    }

    private static void check(Path file, long payload) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = RegularFile.open(file)) {
            for (long left = payload; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw SledDamage.at(file, payload - left, "the file was truncated while it was read");
                }
                crc.update(buffer, 0, read);
                left -= read;
            }
            SledBytes trailer = new SledBytes(in.readNBytes(TRAILER_BYTES));
            long length = trailer.fixed(8);
            int stored = (int) trailer.fixed(4);
            if (stored != (int) crc.getValue()) {
                throw SledDamage.checksum(file, payload + 8, stored, (int) crc.getValue());
            }
            if (length != payload) {
                throw SledDamage.at(file, payload, "the payload has " + payload + " bytes, its trailer says " + length);
            }
        }
    }

    private OptionalLong load(PageTable into) throws IOException {
        long count = Long.MAX_VALUE;
        if (variant == SledVariant.FORK && read(1).u8() != 0) {
            throw new SledFormatException("a format version other than 0");
        }
        long stable = read(8).fixed(8);
        varint();
        if (variant == SledVariant.FORK) {
            count = varint();
        }
        long pid = 0;
        for (; pid < count && at < payload; pid++) {
            page(pid, into);
        }
        if (at != payload || variant == SledVariant.FORK && pid != count) {
            throw new SledFormatException("page table of " + pid + " pages ends at byte " + at + " of " + payload);
        }
        if (stable == 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(stable > 0 ? stable - 1 : stable);
    }

    private void page(long pid, PageTable into) throws IOException {
        long parts;
        if (variant == SledVariant.FORK) {
            parts = varint();
        } else {
            parts = read(1).u8();
        }
        if (parts == 0) {
            part();
            into.free(pid);
            return;
        }
        for (long i = 0; U64.compare(i, parts) < 0; i++) {
            PagePart part = part();
            if (variant == SledVariant.UPSTREAM) {
                varint();
            }
            if (i == 0) {
                into.replace(pid, part);
            } else {
                into.link(pid, part);
            }
        }
    }

    private PagePart part() throws IOException {
        long lsn = read(8).fixed(8);
        int tag = read(1).u8();
        long offset = varint();
        if (tag > 1) {
            throw new SledFormatException("a disk pointer with tag " + tag);
        }
        return new PagePart(lsn, offset, tag == 0 ? null : large.pointer(read(large.pointerBytes())));
    }

    private long varint() throws IOException {
        int first = read(1).u8();
        int more = 0;
        if (first > 248) {
            if (first == 249) {
                more = 2;
            } else {
                more = first - 247;
            }
        } else if (first > 240) {
            more = 1;
        }
        byte[] whole = new byte[1 + more];
        whole[0] = (byte) first;
        fill(whole, 1, more);
        return new SledBytes(whole).varint();
    }

    private SledBytes read(int length) throws IOException {
        fill(item, 0, length);
        return new SledBytes(item, 0, length);
    }

    private void fill(byte[] target, int from, int length) throws IOException {
        if (length > payload - at || in.readNBytes(target, from, length) < length) {
            throw new EOFException("it ends in the middle of an entry");
        }
        at += length;
    }
}
