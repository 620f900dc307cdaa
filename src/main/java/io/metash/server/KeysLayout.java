package io.metash.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.wire.KeysCount;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * Counts keys by directory in one pass: a directory is reported when the pass leaves it, the deepest first
 * (meta-service-api §3.12).
 */
final class KeysLayout {
    /** A directory on the current path: the end of its name in the key, without the slash. */
    private static final class Directory {
        final int end;
        long keys;

        Directory(int end) {
            this.end = end;
        }
    }

    private final int depth;
    private final Predicate<KeysCount> to;
    private final Deque<Directory> open = new ArrayDeque<>();
    private byte[] last = {};
    private long total;

    /**
     * Creates a counter.
     *
     * @param depth the maximum number of parts of a reported directory, or -1 for any number
     */
    KeysLayout(int depth, Predicate<KeysCount> to) {
        this.depth = depth;
        this.to = to;
    }

    /** Counts all keys. */
    void run(KvCursor keys) throws IOException {
        boolean more = true;
        while (more && keys.next()) {
            more = key(keys.key());
        }
        while (more && !open.isEmpty()) {
            more = leave();
        }
        if (more) {
            send(0, total);
        }
    }

    private boolean key(Bytes key) {
        byte[] now = key.array();
        while (!open.isEmpty() && !inside(now, open.peek().end)) {
            if (!leave()) {
                return false;
            }
        }
        int from = 0;
        if (!open.isEmpty()) {
            from = open.peek().end + 1;
        }
        for (int i = from; i < now.length; i++) {
            if (now[i] == '/') {
                open.push(new Directory(i));
            }
        }
        open.forEach(directory -> directory.keys++);
        total++;
        last = now;
        return true;
    }

    private boolean inside(byte[] key, int end) {
        return key.length > end && key[end] == '/' && Arrays.equals(key, 0, end, last, 0, end);
    }

    private boolean leave() {
        Directory directory = open.pop();
        return depth >= 0 && open.size() + 1 > depth || send(directory.end, directory.keys);
    }

    private boolean send(int end, long keys) {
        ByteString prefix = UnsafeByteOperations.unsafeWrap(last, 0, end);
        return to.test(
                KeysCount.newBuilder().setPrefixBytes(prefix).setCount(keys).build());
    }
}
