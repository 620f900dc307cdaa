package io.metash.raftdir.sled;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decodes the node image of the fork (sled-0.34 §7.2): a fixed header, lo, hi, an offset table, keys and values. */
final class NodeImage {
    private static final int HEADER_BYTES = 56;
    /** Limit on items, since an image without keys and values may claim any number; nodes split far below it. */
    private static final int MAX_ITEMS = 1 << 22;

    private final byte[] image;
    private final int children;
    private final int keyLength;
    private final int valueLength;
    private final int stride;
    private final int offsetBytes;
    private final byte[] lo;
    private final byte[] hi;
    private final int prefixLength;
    private final int data;

    private NodeImage(byte[] image) {
        this.image = image;
        SledBytes header = at(16);
        long loLength = header.fixed(8);
        long hiLength = header.fixed(8);
        long items = header.fixed(4);
        keyLength = (int) header.fixed(2);
        valueLength = (int) header.fixed(2) - 1;
        stride = (int) header.fixed(2);
        prefixLength = header.u8();
        header.u8();
        offsetBytes = header.u8();
        int available = image.length - HEADER_BYTES;
        if (loLength < 0 || hiLength < 0 || loLength > available || hiLength > available - loLength) {
            throw new SledFormatException(
                    "a node of " + image.length + " bytes with bounds of " + loLength + " and " + hiLength + " bytes");
        }
        if (items > MAX_ITEMS || items * offsetBytes > available || offsetBytes > Long.BYTES) {
            throw new SledFormatException("a node of " + image.length + " bytes with " + items + " items");
        }
        children = (int) items;
        lo = Arrays.copyOfRange(image, HEADER_BYTES, HEADER_BYTES + (int) loLength);
        hi = Arrays.copyOfRange(image, HEADER_BYTES + (int) loLength, HEADER_BYTES + (int) loLength + (int) hiLength);
        data = HEADER_BYTES + (int) loLength + (int) hiLength;
    }

    /** Decodes a bytes field that holds an image; zeros may follow it. */
    static BTreeNode read(SledBytes in) {
        byte[] image = in.field();
        if (image.length < HEADER_BYTES) {
            throw new SledFormatException("a node of " + image.length + " bytes");
        }
        return new NodeImage(image).node();
    }

    private BTreeNode node() {
        SledBytes header = at(0);
        long next = header.fixed(8);
        long merging = header.fixed(8);
        boolean index = at(49).u8() != 0;
        List<BTreeNode.Item> items = new ArrayList<>(children);
        BigInteger first = BigInteger.ZERO;
        if (stride != 0) {
            first = new BigInteger(1, lo);
        }
        for (int i = 0; i < children; i++) {
            items.add(item(i, first));
        }
        return new BTreeNode(lo, hi, prefixLength, next, index, merging, items);
    }

    /** Locates an item's key and value by the nine cases of the table in sled-0.34 §7.2. */
    private BTreeNode.Item item(int i, BigInteger first) {
        byte[] key;
        SledBytes rest = null;
        if (stride > 0) {
            key = strided(first, i);
            if (valueLength < 0) {
                rest = body(offset(i));
            } else {
                rest = null;
            }
        } else if (keyLength > 0) {
            key = body((long) i * keyLength).read(keyLength);
            if (valueLength < 0) {
                rest = body((long) keyLength * children + offset(i));
            } else {
                rest = null;
            }
        } else {
            rest = body(offset(i));
            key = rest.field();
        }
        return new BTreeNode.Item(key, rest != null && valueLength < 0 ? rest.field() : fixedValue(i));
    }

    /** Fixed-size values are located from the end, since slack may precede them. */
    private byte[] fixedValue(int i) {
        long from = image.length - (long) (children - i) * valueLength;
        if (from < data) {
            throw new SledFormatException(
                    "a node of " + image.length + " bytes with " + children + " values of " + valueLength + " bytes");
        }
        return at(from).read(valueLength);
    }

    private byte[] strided(BigInteger first, int i) {
        byte[] number = first.add(BigInteger.valueOf((long) i * stride)).toByteArray();
        byte[] key = new byte[lo.length];
        int length;
        if (number[0] == 0) {
            length = number.length - 1;
        } else {
            length = number.length;
        }
        if (length > key.length || prefixLength > key.length) {
            throw new SledFormatException("a strided key beyond " + key.length + " bytes");
        }
        System.arraycopy(number, number.length - length, key, key.length - length, length);
        return Arrays.copyOfRange(key, prefixLength, key.length);
    }

    private long offset(int i) {
        if (offsetBytes == 0) {
            return 0;
        }
        return at(data + (long) i * offsetBytes).fixed(offsetBytes);
    }

    /** Returns the bytes after the offset table, from a position on. */
    private SledBytes body(long position) {
        return at(data + (long) children * offsetBytes + position);
    }

    private SledBytes at(long position) {
        if (position < 0 || position > image.length) {
            throw new SledFormatException("an item at byte " + position + " of a node of " + image.length + " bytes");
        }
        return new SledBytes(image, (int) position, image.length);
    }
}
