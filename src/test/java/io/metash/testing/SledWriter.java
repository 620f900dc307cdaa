package io.metash.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes a sled 0.34 database like databend-meta (sled-0.34): trees are bulk-loaded in key order, one after the other.
 */
public final class SledWriter implements Closeable {
    private static final int SEGMENT = 512 * 1024;
    private static final int LEAF_BYTES = 900;
    private static final int INDEX_ITEMS = 40;
    private static final int LARGEST_INLINE = 30688;
    private static final byte[] EMPTY = {};

    private final Path directory;
    private final FileChannel db;
    private final Map<byte[], Long> roots = new TreeMap<>(Arrays::compareUnsigned);
    private final long[] slots = new long[32];
    private ByteBuffer segment;
    private long segments;
    private long nextPid = 2;

    private List<byte[][]> leaf = new ArrayList<>();
    private int leafBytes;
    private byte[] leafLo;
    private long leafPid;
    private List<Child> leaves;

    private record Child(byte[] lo, long pid) {}

    /** Starts a database in a directory, which is created. */
    public SledWriter(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("heap"));
        for (int i = 0; i < slots.length; i++) {
            Files.createFile(directory.resolve(String.format("heap/%02d", i)));
        }
        byte[] conf = "segment_size: 524288\nuse_compression: false\nversion: 0.34\n".getBytes(StandardCharsets.UTF_8);
        Files.write(directory.resolve("conf"), conf(conf));
        db = FileChannel.open(directory.resolve("db"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        startSegment();
        message(6, 0, new byte[] {0});
        message(5, 1, new byte[] {0});
        begin("__sled__default");
        end("__sled__default");
    }

    /** The content of a configuration file with its checksum. */
    public static byte[] conf(byte[] text) {
        return ByteBuffer.allocate(text.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(text)
                .putInt(crc(text, 0, text.length))
                .array();
    }

    /** Starts a tree; its items follow in key order. */
    public void begin(String name) {
        leaves = new ArrayList<>();
        leafLo = EMPTY;
        leafPid = nextPid++;
    }

    /** Adds an item to the current tree. */
    public void put(byte[] key, byte[] value) throws IOException {
        if (!leaf.isEmpty() && leafBytes + key.length + value.length > LEAF_BYTES) {
            long next = nextPid++;
            writeLeaf(key, next);
            leafLo = key;
            leafPid = next;
        }
        leaf.add(new byte[][] {key, value});
        leafBytes += key.length + value.length;
    }

    /** Ends a tree and names it. */
    public void end(String name) throws IOException {
        writeLeaf(EMPTY, 0);
        List<Child> level = leaves;
        do {
            level = writeIndex(level);
        } while (level.size() > 1);
        roots.put(name.getBytes(StandardCharsets.UTF_8), level.get(0).pid);
        ByteArrayOutputStream meta = new ByteArrayOutputStream();
        varint(meta, roots.size());
        for (Map.Entry<byte[], Long> root : roots.entrySet()) {
            field(meta, root.getKey());
            varint(meta, root.getValue());
        }
        item(6, 0, meta.toByteArray());
    }

    private void writeLeaf(byte[] hi, long next) throws IOException {
        item(8, leafPid, node(leafLo, hi, next, false, leaf));
        leaves.add(new Child(leafLo, leafPid));
        leaf = new ArrayList<>();
        leafBytes = 0;
    }

    private List<Child> writeIndex(List<Child> children) throws IOException {
        List<Child> level = new ArrayList<>();
        int count = (children.size() + INDEX_ITEMS - 1) / INDEX_ITEMS;
        long first = nextPid;
        nextPid += count;
        for (int i = 0; i < count; i++) {
            List<Child> part = children.subList(i * INDEX_ITEMS, Math.min(children.size(), (i + 1) * INDEX_ITEMS));
            List<byte[][]> items = new ArrayList<>();
            for (Child child : part) {
                items.add(new byte[][] {
                    child.lo,
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(child.pid)
                            .array()
                });
            }
            boolean last = i == count - 1;
            byte[] hi = last ? EMPTY : children.get((i + 1) * INDEX_ITEMS).lo;
            item(8, first + i, node(part.get(0).lo, hi, last ? 0 : first + i + 1, true, items));
            level.add(new Child(part.get(0).lo, first + i));
        }
        return level;
    }

    /** A node image with an offset table, keys and values of any length, and no prefix. */
    private static byte[] node(byte[] lo, byte[] hi, long next, boolean index, List<byte[][]> items) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] offsets = new int[items.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = body.size();
            field(body, items.get(i)[0]);
            field(body, items.get(i)[1]);
        }
        int offsetBytes = items.isEmpty() ? 0 : 4;
        ByteBuffer image = ByteBuffer.allocate(56 + lo.length + hi.length + offsets.length * offsetBytes + body.size())
                .order(ByteOrder.LITTLE_ENDIAN);
        image.putLong(next).putLong(0).putLong(lo.length).putLong(hi.length).putInt(items.size());
        image.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        image.put((byte) 0)
                .put((byte) 0)
                .put((byte) offsetBytes)
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) 1);
        image.put((byte) 0).put((byte) (index ? 1 : 0)).put(new byte[6]).put(lo).put(hi);
        for (int offset : offsets) {
            image.putInt(offset);
        }
        image.put(body.toByteArray());
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        field(whole, image.array());
        return whole.toByteArray();
    }

    private void item(int inlineKind, long pid, byte[] body) throws IOException {
        if (body.length <= LARGEST_INLINE) {
            message(inlineKind, pid, body);
            return;
        }
        int slab = 0;
        while (32768L << slab < body.length + 13) {
            slab++;
        }
        long slot = slots[slab]++;
        long lsn = lsn();
        ByteBuffer bytes = ByteBuffer.allocate(32768 << slab).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) (inlineKind + 1)).putInt(0).putLong(lsn).put(body);
        CRC32 crc = new CRC32();
        crc.update(bytes.get(0));
        crc.update(bytes.array(), 5, bytes.capacity() - 5);
        bytes.putInt(1, (int) crc.getValue()).rewind();
        Path file = directory.resolve(String.format("heap/%02d", slab));
        try (FileChannel heap = FileChannel.open(file, StandardOpenOption.WRITE)) {
            heap.write(bytes, slot * bytes.capacity());
        }
        message(
                inlineKind + 1,
                pid,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(1L << 32 + slab | slot)
                        .putLong(lsn)
                        .array());
    }

    /** The lsn of the next message, once a pointer fits. */
    private long lsn() throws IOException {
        room(48);
        return (segments - 1) * SEGMENT + segment.position();
    }

    private void room(int bytes) throws IOException {
        if (segment.position() > SEGMENT - 32 || bytes > segment.remaining()) {
            if (segment.position() <= SEGMENT - 32) {
                segment.put(encoded(2, -1, EMPTY));
            }
            segment.clear();
            write();
            startSegment();
        }
    }

    private void message(int kind, long pid, byte[] body) throws IOException {
        byte[] bytes = encoded(kind, pid, body);
        room(bytes.length);
        segment.put(encoded(kind, pid, body));
    }

    private byte[] encoded(int kind, long pid, byte[] body) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(kind);
        varint(header, body.length);
        varint(header, segments - 1);
        varint(header, pid);
        CRC32 crc = new CRC32();
        crc.update(body);
        crc.update(header.toByteArray());
        return ByteBuffer.allocate(4 + header.size() + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(~(int) crc.getValue())
                .put(header.toByteArray())
                .put(body)
                .array();
    }

    private void startSegment() {
        segment = ByteBuffer.allocate(SEGMENT).order(ByteOrder.LITTLE_ENDIAN);
        long lsn = segments++ * SEGMENT;
        segment.putInt(0).putLong(lsn ^ Long.MAX_VALUE).putLong(lsn - 1 ^ Long.MAX_VALUE);
        segment.putInt(0, ~crc(segment.array(), 4, 16));
    }

    private void write() throws IOException {
        while (segment.hasRemaining()) {
            db.write(segment);
        }
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static void field(ByteArrayOutputStream out, byte[] bytes) {
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        if (value >= 0 && value <= 240) {
            out.write((int) value);
            return;
        }
        if (value >= 0 && value <= 2287) {
            out.write((int) ((value - 240) / 256 + 241));
            out.write((int) ((value - 240) % 256));
            return;
        }
        if (value >= 0 && value <= 67823) {
            out.write(249);
            out.write((int) ((value - 2288) / 256));
            out.write((int) ((value - 2288) % 256));
            return;
        }
        int width = Math.max(3, (64 - Long.numberOfLeadingZeros(value) + 7) / 8);
        out.write(247 + width);
        for (int i = 0; i < width; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }

    @Override
    public void close() throws IOException {
        segment.flip();
        write();
        db.close();
    }
}
