package io.metash.sort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** An ordered map that is in memory while it is small and on disk from a size on. */
public final class SpillMap implements OrderedMap {
    /** What an entry costs beside its bytes. */
    private static final int ENTRY_BYTES = 100;

    private final Path scratchParent;
    private final long memoryLimitBytes;
    private OrderedMap map = new MemoryMap();
    private boolean inMemory = true;
    private long usedBytes;

    /**
     * An empty map.
     *
     * @param scratchParent the folder below which a scratch folder is made when it is needed
     * @param memoryLimitBytes how much it may hold in memory, about, bytes
     */
    public SpillMap(Path scratchParent, long memoryLimitBytes) {
        this.scratchParent = scratchParent;
        this.memoryLimitBytes = memoryLimitBytes;
    }

    @Override
    public byte[] get(byte[] key) throws IOException {
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
    public Cursor scan(byte[] fromInclusive, byte[] toExclusive) throws IOException {
        return map.scan(fromInclusive, toExclusive);
    }

    @Override
    public void close() throws IOException {
        map.close();
    }
}
