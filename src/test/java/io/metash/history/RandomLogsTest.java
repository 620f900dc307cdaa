package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.KvOp;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.sort.MemoryMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random logs with all operations on few keys, truncated anywhere: the reconstruction is never wrong. */
class RandomLogsTest {
    private static final int LOGS = 300;
    private static final int ENTRIES = 50;
    private static final Cancel NEVER = new Cancel();

    private final List<Entry> log = new ArrayList<>();
    private Random random;
    private long timeMs;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void knownKeysAreCorrect(long seed) throws IOException {
        random = new Random(seed);
        for (int i = 0; i < LOGS; i++) {
            log.clear();
            timeMs = 1_700_000_000_000L;
            for (int entry = 0; entry < ENTRIES; entry++) {
                log.add(entry(entry));
            }
            RealHistory history = new RealHistory(log);
            int first = 1 + random.nextInt(ENTRIES - 1);
            int snapshot = first + random.nextInt(ENTRIES - first);
            ReconstructionTest.Cut cut =
                    new ReconstructionTest.Cut(first, snapshot, first + random.nextInt(snapshot - first + 1));
            RealHistory.Replayed after = history.replay(snapshot);
            try (Reconstruction past =
                            new Reconstruction(history.from(first, after.point()), MemoryMap::new, () -> NEVER);
                    PastState state = past.at(cut.point())) {
                ReconstructionTest.check(history, cut, after, state);
            }
        }
    }

    private Entry entry(int index) {
        LogId id = LogId.of(1, 0, index);
        if (index == 0) {
            return new Entry(
                    id, new Entry.Members(new Membership(List.of(List.of(0L)), Membership.byId(), UnknownFields.NONE)));
        }
        timeMs += random.nextInt(4);
        return new Entry(id, new Entry.Normal(timeMs, cmd()));
    }

    private Cmd cmd() {
        if (random.nextInt(3) == 0) {
            return upsert();
        }
        if (random.nextInt(4) == 0) {
            List<KvOp.Branch> branches = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                branches.add(new KvOp.Branch(new KvOp.And(List.of(leaf())), List.of(kvOp()), UnknownFields.NONE));
            }
            return new Cmd.KvTransaction(branches, UnknownFields.NONE);
        }
        List<TxnCondition> conditions =
                IntStream.range(0, random.nextInt(3)).mapToObj(i -> condition()).toList();
        return new Cmd.Transaction(List.of(), conditions, ops(), ops(), UnknownFields.NONE);
    }

    private List<TxnOp> ops() {
        return IntStream.range(0, random.nextInt(4)).mapToObj(i -> op()).toList();
    }

    private Cmd.UpsertKv upsert() {
        Cmd.MatchSeq match =
                switch (random.nextInt(3)) {
                    case 0 -> new Cmd.Any();
                    case 1 -> new Cmd.Exact(seq());
                    default -> new Cmd.AtLeast(random.nextInt(2));
                };
        Cmd.Operation operation =
                switch (random.nextInt(4)) {
                    case 0 -> new Cmd.Delete();
                    case 1 -> new Cmd.AsIs();
                    default -> new Cmd.Update(value());
                };
        Cmd.MetaSpec meta = random.nextInt(3) == 0
                ? new Cmd.MetaSpec(null, new Cmd.Ttl(random.nextInt(60), UnknownFields.NONE), UnknownFields.NONE)
                : null;
        return new Cmd.UpsertKv(key(), match, operation, meta);
    }

    private TxnOp op() {
        TxnOp.Request request =
                switch (random.nextInt(8)) {
                    case 0 -> new TxnOp.Delete(key(), true, match(), UnknownFields.NONE);
                    case 1 ->
                        random.nextInt(4) == 0
                                ? new TxnOp.DeleteByPrefix(Bytes.utf8("a/"), UnknownFields.NONE)
                                : new TxnOp.Get(key(), UnknownFields.NONE);
                    case 2 ->
                        new TxnOp.FetchIncrease(
                                Bytes.utf8("n/1"), null, random.nextInt(5) - 1, OptionalU64.NONE, UnknownFields.NONE);
                    case 3 ->
                        new TxnOp.PutSequential(
                                Bytes.utf8("q/"), Bytes.utf8("n/q"), value(), null, null, UnknownFields.NONE);
                    default -> new TxnOp.Put(key(), value(), true, null, ttl(), match(), UnknownFields.NONE);
                };
        return new TxnOp(request, UnknownFields.NONE);
    }

    private KvOp kvOp() {
        KvOp.Lookup target = new KvOp.Lookup(key(), random.nextBoolean() ? seq() : null, UnknownFields.NONE);
        return random.nextInt(3) == 0
                ? new KvOp.Delete(target, UnknownFields.NONE)
                : new KvOp.Put(target, new KvOp.Content(value(), null, ttl(), UnknownFields.NONE), UnknownFields.NONE);
    }

    private Long ttl() {
        return random.nextInt(5) == 0 ? (Long) (long) random.nextInt(60) : null;
    }

    private OptionalU64 match() {
        return random.nextInt(4) == 0 ? OptionalU64.of(seq()) : OptionalU64.NONE;
    }

    private TxnCondition condition() {
        return new TxnCondition(key(), random.nextInt(6), target(), UnknownFields.NONE);
    }

    private KvOp.Leaf leaf() {
        KvOp.Compare[] compare = KvOp.Compare.values();
        return new KvOp.Leaf(key(), target(), compare[random.nextInt(compare.length)], UnknownFields.NONE);
    }

    private TxnCondition.Target target() {
        return switch (random.nextInt(4)) {
            case 0 -> new TxnCondition.Value(value());
            case 1 -> new TxnCondition.KeysWithPrefix(random.nextInt(3));
            default -> new TxnCondition.Seq(seq());
        };
    }

    /** A sequence number that a key may have: often 0, else one of the last ones. */
    private long seq() {
        return random.nextBoolean() ? 0 : Math.max(1, log.size() - random.nextInt(8));
    }

    private Bytes key() {
        return Bytes.utf8("a/" + random.nextInt(6));
    }

    private Bytes value() {
        return Bytes.utf8("v" + random.nextInt(1000));
    }
}
