package io.metash.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Bytes;
import io.metash.record.KvOp;
import io.metash.record.SeqV;
import io.metash.record.TxnCondition;
import io.metash.record.UnknownFields;
import io.metash.sort.MemoryMap;
import io.metash.state.ReadStore;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conditions on values that an entry of the log wrote. */
class ConditionsTest {
    private static final Bytes KEY = Bytes.utf8("a");

    private static Map<KvOp.Compare, Truth> compared(String stored, String wanted) throws IOException {
        try (TouchedKeys keys = new TouchedKeys(ReadStore.EMPTY, MemoryMap::new)) {
            keys.write(keys.add(KEY), 0, true, 1, new SeqV(1, null, Bytes.utf8(stored)));
            Conditions conditions = new Conditions(keys, new Inference(2, 2));
            conditions.at(1);
            Map<KvOp.Compare, Truth> truths = new EnumMap<>(KvOp.Compare.class);
            for (KvOp.Compare compare : KvOp.Compare.values()) {
                truths.put(
                        compare,
                        conditions.holds(new KvOp.Leaf(
                                KEY, new TxnCondition.Value(Bytes.utf8(wanted)), compare, UnknownFields.NONE)));
            }
            return truths;
        }
    }

    @Test
    void valuesAreComparedForEqualityOnly() throws IOException {
        assertEquals(
                "{EQ=FALSE, NE=TRUE, LT=OPEN, LE=OPEN, GT=OPEN, GE=OPEN}",
                compared("b", "c").toString());
        assertEquals(
                "{EQ=TRUE, NE=FALSE, LT=OPEN, LE=OPEN, GT=OPEN, GE=OPEN}",
                compared("b", "b").toString());
    }
}
