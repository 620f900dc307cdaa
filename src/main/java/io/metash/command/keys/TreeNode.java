package io.metash.command.keys;

import java.util.ArrayList;
import java.util.List;

/** A prefix in a tree of ordered keys; keeps a limited number of children and counts the rest. */
final class TreeNode {
    private final String path;
    private final int limit;
    private final List<TreeNode> children = new ArrayList<>();
    private String newest = "";
    private long keys;
    private long bytes;
    private long more;
    private boolean leaf;

    TreeNode(String path, int limit) {
        this.path = path;
        this.limit = limit;
    }

    /** Adds a key below this prefix, down to {@code depth} levels. */
    void add(String key, long size, int depth) {
        keys++;
        bytes += size;
        if (depth == 0 || key.length() == path.length()) {
            leaf = key.length() == path.length();
            return;
        }
        int slash = key.indexOf('/', path.length());
        String child = key;
        if (slash >= 0) {
            child = key.substring(0, slash + 1);
        }
        boolean same = child.equals(newest) && slash >= 0;
        newest = child;
        if (!same && children.size() == limit) {
            more++;
        } else if (!same) {
            children.add(new TreeNode(child, limit));
        }
        if (more == 0) {
            TreeNode last = children.get(children.size() - 1);
            if (slash < 0) {
                last.count(size);
            } else {
                last.add(key, size, depth - 1);
            }
        }
    }

    private void count(long size) {
        keys++;
        bytes += size;
        leaf = true;
    }

    String path() {
        return path;
    }

    List<TreeNode> children() {
        return children;
    }

    long keys() {
        return keys;
    }

    long bytes() {
        return bytes;
    }

    /** The number of further children, which are not kept. */
    long more() {
        return more;
    }

    /** Whether this node is a key without children. */
    boolean leaf() {
        return leaf && keys == 1 && children.isEmpty();
    }
}
