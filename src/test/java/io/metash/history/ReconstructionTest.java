package io.metash.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Node;
import io.metash.record.SeqV;
import io.metash.sort.MemoryMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** States reconstructed from real stores with a truncated log equal the replay of the complete log. */
class ReconstructionTest {
    private static final int POINTS = 200;
    private static final Cancel NEVER = new Cancel();

    static List<String> stores() {
        return RealHistory.NAMES;
    }

    /** Where the log is cut, where the snapshot is, and the requested entry. */
    record Cut(int first, int snapshot, int point) {}

    /** The number of keys at all entries that remain unknown because the executed branch is unknown. */
    @ParameterizedTest
    @CsvSource({"rich,18", "rich-users,1", "rich-snap,13", "variants,6"})
    void statesBelowTheSnapshotAreReconstructed(String name, int mostOpen) throws IOException {
        RealHistory history = RealHistory.of(name);
        Random random = new Random(42);
        long open = 0;
        for (int i = 0; i < POINTS; i++) {
            int first = 1 + random.nextInt(history.size() - 1);
            int snapshot = first + random.nextInt(history.size() - first);
            Cut cut = new Cut(first, snapshot, first + random.nextInt(snapshot - first + 1));
            RealHistory.Replayed after = history.replay(snapshot);
            try (Reconstruction past =
                            new Reconstruction(history.from(first, after.point()), MemoryMap::new, () -> NEVER);
                    PastState state = past.at(cut.point())) {
                check(history, cut, after, state);
                open += state.unknown().values().stream()
                        .filter(key -> key.reason() == UnknownKey.Reason.RESULT_OPEN)
                        .count();
            }
        }
        assertTrue(open <= mostOpen, open + " keys are open");
    }

    static void check(RealHistory history, Cut cut, RealHistory.Replayed snapshot, PastState state) throws IOException {
        RealHistory.Replayed truth = history.replay(cut.point());
        NavigableMap<Bytes, SeqV> keys = truth.keys();
        NavigableMap<Bytes, SeqV> found = RealHistory.keys(state.rows());
        NavigableMap<Bytes, SeqV> later = snapshot.keys();
        for (Map.Entry<Bytes, SeqV> one : found.entrySet()) {
            assertEquals(keys.get(one.getKey()), one.getValue(), () -> cut + " " + one.getKey());
        }
        for (Map.Entry<Bytes, SeqV> one : keys.entrySet()) {
            if (!found.containsKey(one.getKey()) && state.unknown(one.getKey()).isEmpty()) {
                boolean expires =
                        one.getValue().meta() != null && one.getValue().meta().expireAt() != null;
                boolean outlived = later.containsKey(one.getKey())
                        && later.get(one.getKey()).seq() == one.getValue().seq();
                assertTrue(
                        expires && !outlived && truth.writers().get(one.getKey()) < cut.first(),
                        () -> cut + " lacks " + one.getKey());
            }
        }
        for (UnknownKey key : state.unknown().values()) {
            assertFalse(found.containsKey(key.key()), () -> cut + " " + key);
            Integer writer = truth.writers().get(key.key());
            if (key.reason() == UnknownKey.Reason.WRITTEN_LATER) {
                assertTrue(writer == null || writer < cut.first(), () -> cut + " " + key + " written by " + writer);
                assertTrue(key.entry() > cut.point(), () -> cut + " " + key);
            }
        }
        if (state.sequenceKnown()) {
            assertEquals(truth.machine().sequence(), state.sequence(), cut::toString);
        }
        assertTrue(truth.machine().sequence() <= state.sequence(), cut::toString);
        state.membership()
                .ifPresent(membership -> assertEquals(truth.machine().lastMembership(), membership, cut::toString));
        NavigableMap<Long, Node> nodes = truth.machine().nodes();
        nodes.keySet().removeAll(state.unknownNodes());
        assertEquals(nodes, state.nodes(), cut::toString);
        assertEquals(truth.machine().lastApplied(), state.at());
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aCompleteLogIsReplayed(String name) throws IOException {
        RealHistory history = RealHistory.of(name);
        Random random = new Random(7);
        try (Reconstruction past = new Reconstruction(
                history.from(0, history.replay(history.size() / 2).point()), MemoryMap::new, () -> NEVER)) {
            for (int i = 0; i < POINTS / 10; i++) {
                int point = random.nextInt(history.size());
                try (PastState state = past.at(point)) {
                    assertEquals(history.replay(point).keys(), RealHistory.keys(state.rows()));
                    assertEquals(Map.of(), state.unknown());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void stepsOfATruncatedLogEqualThoseOfTheCompleteLog(String name) throws IOException {
        RealHistory history = RealHistory.of(name);
        List<LogStep> whole = new ArrayList<>();
        try (Reconstruction past = new Reconstruction(history.from(0), MemoryMap::new, () -> NEVER)) {
            past.walk(history.size(), whole::add);
        }
        assertEquals(history.size(), whole.size());
        Random random = new Random(11);
        for (int i = 0; i < POINTS / 10; i++) {
            int first = 1 + random.nextInt(history.size() - 1);
            int snapshot = first + random.nextInt(history.size() - first);
            List<LogStep> cut = new ArrayList<>();
            try (Reconstruction past = new Reconstruction(
                    history.from(first, history.replay(snapshot).point()), MemoryMap::new, () -> NEVER)) {
                past.walk(history.size(), cut::add);
            }
            assertEquals(history.size() - first, cut.size());
            for (LogStep step : cut) {
                compare(whole.get((int) step.entry().logId().index()), step);
            }
        }
    }

    private static void compare(LogStep truth, LogStep step) {
        if (!step.branch().equals(LogStep.OPEN)) {
            assertEquals(truth.branch(), step.branch(), () -> truth + "\n" + step);
        }
        for (KeyChange change : step.changes()) {
            List<KeyChange> same = truth.changes().stream()
                    .filter(other -> other.key().equals(change.key()))
                    .toList();
            if (change.after().certainty() == Certainty.KNOWN && change.cause() != KeyChange.Cause.OPEN) {
                assertFalse(same.isEmpty(), () -> truth + "\n" + change);
                KeyChange last = same.get(same.size() - 1);
                assertEquals(last.after().value(), change.after().value(), () -> truth + "\n" + change);
            }
        }
    }
}
