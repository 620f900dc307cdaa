package io.metash.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BlockIndexProperties {
    @Property(tries = 500)
    void findsTheBlockOfEveryKey(
            @ForAll @Size(max = 100) Set<byte[]> keys,
            @ForAll @IntRange(min = 1, max = 50) int blockBytes,
            @ForAll byte[] any)
            throws IOException {
        List<Bytes> rows =
                new ArrayList<>(new TreeSet<>(keys.stream().map(Bytes::of).toList()));
        BlockIndex.Builder builder = new BlockIndex.Builder(blockBytes);
        for (int i = 0; i < rows.size(); i++) {
            assertTrue(builder.add(rows.get(i).array(), 7L * i));
        }
        BlockIndex index = throughBytes(builder.build());
        assertEquals(rows.isEmpty() ? 0 : (rows.size() * 7 - 1) / roundUp(blockBytes) + 1, index.blocks());
        for (int i = 0; i < rows.size(); i++) {
            long at = index.seek(rows.get(i).array());
            assertTrue(at <= 7L * i && at > 7L * i - roundUp(blockBytes), at + " for row " + i);
        }
        // No row at or above a key precedes the place where the search for it starts.
        long at = index.seek(any);
        for (int i = 0; i < rows.size(); i++) {
            assertTrue(rows.get(i).compareTo(Bytes.of(any)) < 0 || 7L * i >= at);
        }
        assertEquals(rows.isEmpty() ? -1 : 0, index.seek(new byte[0]));
    }

    @Property(tries = 50)
    void refusesRowsOutOfOrder(@ForAll byte[] key) {
        BlockIndex.Builder builder = new BlockIndex.Builder(10);
        assertTrue(builder.add(Bytes.utf8("b").array(), 0));
        assertEquals(Bytes.of(key).compareTo(Bytes.utf8("b")) > 0, builder.add(key, 1));
    }

    private static int roundUp(int blockBytes) {
        return (blockBytes + 6) / 7 * 7;
    }

    private static BlockIndex throughBytes(BlockIndex index) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        index.write(new DataOutputStream(out));
        return BlockIndex.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
    }
}
