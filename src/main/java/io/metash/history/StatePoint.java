package io.metash.history;

import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.state.ReadStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete state at a point of the log: a snapshot.
 *
 * @param at the last log id in it; null for the state before the first entry
 * @param rows its keys
 * @param facts its records other than rows: sequence, membership, nodes
 * @param features the enabled features
 */
public record StatePoint(@Nullable LogId at, ReadStore rows, List<MetaRecord> facts, List<String> features) {
    /** The state before the first entry of any log. */
    public static final StatePoint START = new StatePoint(null, ReadStore.EMPTY, List.of(), List.of());

    /** Returns the index of the first entry after this state. */
    public long next() {
        if (at == null) {
            return 0;
        }
        return at.index() + 1;
    }

    /** The last assigned sequence number, u64. */
    long sequence() {
        for (MetaRecord fact : facts) {
            if (fact instanceof MetaRecord.Sequences sequences) {
                return sequences.value();
            }
        }
        return 0;
    }
}
