package io.metash.sort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An ordered map that moves from memory to disk when it exceeds a size. */
public final class SpillMap implements OrderedMap {
    /** Estimated overhead of an entry in bytes. */
    private static final int ENTRY_BYTES = 100;

    private final Path scratchParent;
    private final long memoryLimitBytes;
    private OrderedMap map = new MemoryMap();
    private boolean inMemory = true;
    private long usedBytes;

    /**
     * Creates an empty map.
     *
     * @param scratchParent the parent of the scratch directory, which is created on demand
     * @param memoryLimitBytes the approximate memory limit in bytes
     */
    public SpillMap(Path scratchParent, long memoryLimitBytes) {
        this.scratchParent = scratchParent;
        this.memoryLimitBytes = memoryLimitBytes;
    }

    @Override
    public byte @Nullable [] get(byte[] key) throws IOException {
        return map.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) throws IOException {
        map.put(key, value);
        if (inMemory) {
            usedBytes += key.length + value.length + ENTRY_BYTES;
            if (usedBytes > memoryLimitBytes) {
                spill();
            }
        }
    }

    private void spill() throws IOException {
        RocksMap disk = new RocksMap(scratchParent);
        for (Map.Entry<byte[], byte[]> entry : ((MemoryMap) map).entries()) {
            disk.put(entry.getKey(), entry.getValue());
        }
        map.close();
        map = disk;
        inMemory = false;
    }

    @Override
    public void remove(byte[] key) throws IOException {
        map.remove(key);
    }

    @Override
    public Cursor scan(byte @Nullable [] fromInclusive, byte @Nullable [] toExclusive) throws IOException {
        return map.scan(fromInclusive, toExclusive);
    }

    @Override
    public void close() throws IOException {
        map.close();
    }
}
