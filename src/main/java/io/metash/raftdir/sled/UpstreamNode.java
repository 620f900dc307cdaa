package io.metash.raftdir.sled;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Decodes nodes of released sled (sled-0.34 §10). */
final class UpstreamNode {
    private UpstreamNode() {}

    static BTreeNode read(SledBytes in) {
        long next = in.varint();
        long merging = in.varint();
        in.u8();
        int prefixLength = in.u8();
        byte[] lo = in.field();
        byte[] hi = in.field();
        boolean index = in.u8() != 0;
        int count = in.count();
        List<byte[]> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(in.field());
        }
        List<BTreeNode.Item> items = new ArrayList<>(count);
        for (byte[] key : keys) {
            items.add(new BTreeNode.Item(key, index ? child(in.varint()) : in.field()));
        }
        return new BTreeNode(lo, hi, prefixLength, next, index, merging, items);
    }

    private static byte[] child(long pid) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(pid)
                .array();
    }
}
