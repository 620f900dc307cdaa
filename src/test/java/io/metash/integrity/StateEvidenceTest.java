package io.metash.integrity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import io.metash.testing.LoggedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;

/** A state that its log produced passes, wherever the log begins and the snapshot ends; a changed one does not. */
class StateEvidenceTest {
    private static final int ROUNDS = 3000;

    private record Checked(List<Finding> findings, String confirmed) {
        boolean mismatch() {
            return findings.stream().anyMatch(f -> f.check().equals(Optional.of(StoreCheck.STATE_MISMATCH)));
        }
    }

    private static Checked check(List<MetaRecord> records) {
        StoreChecks checks = new StoreChecks();
        long line = 0;
        for (MetaRecord record : records) {
            checks.accept(record, ++line);
        }
        checks.finish();
        return new Checked(checks.findings(), checks.confirmed());
    }

    @Test
    void everyConsistentStatePasses() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            int entries = 3 + random.nextInt(80);
            int applied = 2 + random.nextInt(entries - 2);
            LoggedStore store = new LoggedStore(seed, entries, applied);
            assertEquals(List.of(), check(store.records(0)).findings, "whole, seed " + seed);
            int purged = 1 + random.nextInt(applied);
            Checked partly = check(store.records(purged));
            assertEquals(List.of(), partly.findings, "from " + purged + ", seed " + seed);
        }
    }

    private static List<Integer> keys(List<MetaRecord> records) {
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i) instanceof MetaRecord.Kv) {
                at.add(i);
            }
        }
        return at;
    }

    private static void setValue(List<MetaRecord> records, int at, SeqV from) {
        MetaRecord.Kv kv = (MetaRecord.Kv) records.get(at);
        records.set(
                at,
                new MetaRecord.Kv(
                        kv.key(), new SeqV(kv.value().seq(), kv.value().meta(), from.data())));
    }

    /** The percentage of changed stores that are found, for complete logs and for those that begin later. */
    private static int found(boolean whole, ObjIntConsumer<List<MetaRecord>> change) {
        int found = 0;
        int tried = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            int entries = 40 + random.nextInt(40);
            int applied = entries - random.nextInt(10);
            List<MetaRecord> records =
                    new ArrayList<>(new LoggedStore(seed, entries, applied).records(whole ? 0 : applied / 3));
            List<MetaRecord> before = List.copyOf(records);
            change.accept(records, seed);
            if (!records.equals(before)) {
                tried++;
                found += check(records).mismatch() ? 1 : 0;
            }
        }
        assertTrue(tried > ROUNDS / 4, "only " + tried);
        return 100 * found / tried;
    }

    private static void swap(List<MetaRecord> records, int seed) {
        List<Integer> keys = keys(records);
        if (keys.size() < 2) {
            return;
        }
        int a = keys.get(seed % keys.size());
        int b = keys.get((seed + 1) % keys.size());
        SeqV valueA = ((MetaRecord.Kv) records.get(a)).value();
        SeqV valueB = ((MetaRecord.Kv) records.get(b)).value();
        setValue(records, a, valueB);
        setValue(records, b, valueA);
    }

    private static void drop(List<MetaRecord> records, int seed) {
        List<Integer> keys = keys(records);
        if (!keys.isEmpty()) {
            int at = keys.get(seed % keys.size());
            if (((MetaRecord.Kv) records.get(at)).value().meta().expireAt() == null) {
                records.remove(at);
            }
        }
    }

    /** LastApplied of an entry that wrote a key, or of the entry before. */
    private static void lower(List<MetaRecord> records, int seed) {
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i) instanceof MetaRecord.LastApplied applied) {
                records.set(
                        i,
                        new MetaRecord.LastApplied(
                                LogId.of(1, 1, applied.logId().index() - 5)));
            }
        }
    }

    @Test
    void changesAreFound() {
        assertEquals(
                """
                whole log: swapped 97%, dropped 83%, LastApplied 99%
                later log: swapped 68%, dropped 15%, LastApplied 97%
                """,
                "whole log: swapped " + found(true, StateEvidenceTest::swap) + "%, dropped "
                        + found(true, StateEvidenceTest::drop) + "%, LastApplied "
                        + found(true, StateEvidenceTest::lower) + "%\nlater log: swapped "
                        + found(false, StateEvidenceTest::swap) + "%, dropped " + found(false, StateEvidenceTest::drop)
                        + "%, LastApplied " + found(false, StateEvidenceTest::lower) + "%\n");
    }
}
