package io.metash.raftdir.legacy;

import io.metash.ndjson.JsonOut;
import io.metash.raftdir.sled.SledCursor;
import io.metash.raftdir.sled.SledTree;
import io.metash.record.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lines of one sled tree in key order (record-stream §2.1). */
final class TreeRun implements LineRun {
    private final String label;
    private final SledCursor items;
    private final LegacyKeys keys;
    private final Predicate<Bytes> wanted;
    private final JsonOut out = new JsonOut(1024);

    /** Creates a run over a tree; {@code label} is the tree's name in the lines. */
    TreeRun(String label, SledTree tree, String place, Predicate<Bytes> wanted) {
        this.label = label;
        this.items = tree.scan();
        this.keys = new LegacyKeys(tree, place);
        this.wanted = wanted;
    }

    @Override
    public String place(String store, long number) {
        return store + ", record " + number + " of " + label;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        while (items.next()) {
            Bytes key = items.key();
            if (wanted.test(key)) {
                out.reset();
                out.raw("[\"").raw(label).raw("\",{");
                keys.write(key, out);
                out.raw(",\"value\":").raw(items.value().array()).raw("}}]");
                return Arrays.copyOf(out.array(), out.length());
            }
        }
        return null;
    }
}
