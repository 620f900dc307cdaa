package io.metash.raftdir.sled;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Slabs of equal-sized slots, files {@code heap/00} to {@code heap/31} (sled-0.34 §5). */
final class SlabHeap implements LargeItems {
    private static final int SLABS = 32;
    private static final int SMALLEST_SLOT_BITS = 15;
    private static final int SLOT_HEADER_BYTES = 13;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path directory;
    private final FileChannel[] slabs = new FileChannel[SLABS];

    SlabHeap(Path directory) {
        this.directory = directory;
    }

    @Override
    public int pointerBytes() {
        return 16;
    }

    @Override
    public LargePointer pointer(SledBytes in) {
        return new LargePointer(in.fixed(8), in.fixed(8));
    }

    @Override
    public State check(LargePointer pointer, MessageKind kind) throws IOException {
        FileChannel slab = null;
        if (Long.bitCount(pointer.location() >>> 32) == 1) {
            slab = slab(pointer);
        }
        if (slab == null || offset(pointer) + slotBytes(pointer) > slab.size()) {
            return State.DANGLING;
        }
        ByteBuffer header = ByteBuffer.allocate(SLOT_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        read(slab, header, offset(pointer));
        if (header.getLong(5) != pointer.lsn() || header.getInt(1) != crc(slab, pointer, header)) {
            return State.DANGLING;
        }
        if (header.get(0) == kind.ordinal()) {
            return State.SOUND;
        }
        return State.WRONG_KIND;
    }

    @Override
    public byte[] read(LargePointer pointer, MessageKind kind) throws IOException {
        State state = check(pointer, kind);
        if (state != State.SOUND) {
            String why = "the slot does not match its page: checksum, length or position differ";
            if (state == State.WRONG_KIND) {
                why = "the slot holds an item of another kind than its page says";
            }
            throw SledDamage.at(file(pointer), offset(pointer), why);
        }
        long length = slotBytes(pointer) - SLOT_HEADER_BYTES;
        if (length > Runtime.getRuntime().maxMemory() / 2) {
            throw Failure.of(ExitStatus.IO, "an item of this store is too large for the memory of metash")
                    .at(place(pointer))
                    .because("its slot has " + length + " bytes")
                    .next("increase the heap: METASH_HEAP=4g");
        }
        ByteBuffer item = ByteBuffer.allocate((int) length);
        read(slab(pointer), item, offset(pointer) + SLOT_HEADER_BYTES);
        return item.array();
    }

    @Override
    public String place(LargePointer pointer) {
        return file(pointer) + " (byte " + offset(pointer) + ")";
    }

    private int crc(FileChannel slab, LargePointer pointer, ByteBuffer header) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(header.get(0));
        crc.update(header.array(), 5, 8);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long at = offset(pointer) + SLOT_HEADER_BYTES;
        long end = offset(pointer) + slotBytes(pointer);
        while (at < end) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
            read(slab, buffer, at);
            at += buffer.position();
            crc.update(buffer.flip());
        }
        return (int) crc.getValue();
    }

    private static void read(FileChannel slab, ByteBuffer target, long offset) throws IOException {
        int before = target.position();
        while (target.hasRemaining()) {
            if (slab.read(target, offset + target.position() - before) < 0) {
                // The file shrank after its size was read; the zeros fail the checksum.
                target.position(target.limit());
            }
        }
    }

    private FileChannel slab(LargePointer pointer) throws IOException {
        int number = number(pointer);
        if (slabs[number] == null && Files.isRegularFile(file(pointer))) {
            slabs[number] = RegularFile.openChannel(file(pointer));
        }
        return slabs[number];
    }

    private Path file(LargePointer pointer) {
        return directory.resolve(String.format("%02d", number(pointer)));
    }

    private static int number(LargePointer pointer) {
        return Long.numberOfTrailingZeros(pointer.location() >>> 32);
    }

    private static long slotBytes(LargePointer pointer) {
        return 1L << SMALLEST_SLOT_BITS + number(pointer);
    }

    private static long offset(LargePointer pointer) {
        return (pointer.location() & 0xffff_ffffL) * slotBytes(pointer);
    }

    @Override
    public void close() throws IOException {
        for (FileChannel slab : slabs) {
            if (slab != null) {
                slab.close();
            }
        }
    }
}
