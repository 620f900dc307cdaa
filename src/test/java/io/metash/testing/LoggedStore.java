package io.metash.testing;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Endpoint;
import io.metash.record.Entry;
import io.metash.record.KvCursor;
import io.metash.record.KvOp;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.OptionalU64;
import io.metash.record.SeqV;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.record.Vote;
import io.metash.sort.MemoryMap;
import io.metash.state.ExpiryCursor;
import io.metash.state.OverlayStore;
import io.metash.state.ReadStore;
import io.metash.state.StateMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Stores whose state equals the replay of their log: few keys, every command, true and false conditions. */
public final class LoggedStore {
    private static final UnknownFields NONE = UnknownFields.NONE;

    private final Random random;
    private final List<Entry> log = new ArrayList<>();
    private final OverlayStore state = new OverlayStore(ReadStore.EMPTY, new MemoryMap());
    private final StateMachine machine = new StateMachine(state);
    private final List<MetaRecord> atLastApplied = new ArrayList<>();
    private long timeMs = 1_700_000_000_000L;

    /**
     * Generates a store; the same seed gives the same store.
     *
     * @param entries the number of log entries, membership and node included
     * @param applied how many of them the snapshot contains
     */
    public LoggedStore(long seed, int entries, int applied) {
        random = new Random(seed);
        try {
            Membership one = new Membership(List.of(List.of(1L)), Membership.byId(), NONE);
            one.nodes().put(1L, Membership.Member.PLAIN);
            for (int i = 0; i < entries; i++) {
                Entry.Payload payload =
                        i == 0 ? new Entry.Members(one) : new Entry.Normal(time(), i == 1 ? node() : cmd());
                Entry entry = new Entry(LogId.of(i == 0 ? 0 : 1, 1, i), payload);
                log.add(entry);
                machine.apply(entry);
                if (i + 1 == applied) {
                    snapshot();
                }
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    /** The records in export order, without the first entries of the log. */
    public List<MetaRecord> records(int purged) {
        List<MetaRecord> records = new ArrayList<>();
        LogId last = log.get(log.size() - 1).logId();
        records.add(MetaRecord.Header.V004);
        records.add(new MetaRecord.NodeId(1L));
        records.add(new MetaRecord.Voted(new Vote(last.leaderId(), true)));
        records.add(new MetaRecord.Committed(last));
        records.add(
                new MetaRecord.Purged(purged == 0 ? null : log.get(purged - 1).logId()));
        log.stream().skip(purged).map(MetaRecord.Log::new).forEach(records::add);
        records.addAll(atLastApplied);
        return records;
    }

    private void snapshot() throws IOException {
        atLastApplied.add(new MetaRecord.Sequences("generic-kv", machine.sequence()));
        atLastApplied.add(new MetaRecord.LastApplied(machine.lastApplied()));
        atLastApplied.add(new MetaRecord.LastMembership(machine.lastMembership()));
        machine.nodes().forEach((id, node) -> atLastApplied.add(new MetaRecord.Nodes(id, node)));
        try (ExpiryCursor rows = state.expiries()) {
            while (rows.next()) {
                atLastApplied.add(new MetaRecord.Expire(rows.timeMs(), rows.seq(), 1, rows.key()));
            }
        }
        try (KvCursor keys = state.scan(Bytes.EMPTY, null)) {
            while (keys.next()) {
                atLastApplied.add(new MetaRecord.Kv(keys.key(), keys.value()));
            }
        }
    }

    private Cmd node() {
        return new Cmd.AddNode(1, new Node("1", new Endpoint("localhost", 28103), null), true);
    }

    private Long time() {
        timeMs += random.nextInt(2000);
        return switch (random.nextInt(20)) {
            case 0 -> null;
            case 1 -> (Long) (timeMs - random.nextInt(5000));
            default -> (Long) timeMs;
        };
    }

    private Bytes key() {
        return Bytes.utf8((random.nextInt(5) == 0 ? "p/" : "k/") + random.nextInt(12));
    }

    private Bytes value() {
        return switch (random.nextInt(4)) {
            case 0 -> Bytes.utf8(Integer.toString(random.nextInt(5)));
            case 1 -> Bytes.utf8("v" + random.nextInt(3));
            default -> Bytes.utf8("a longer value, number " + random.nextLong());
        };
    }

    /** Often the current sequence number of the key. */
    private long seq(Bytes key) {
        try {
            SeqV now = state.get(key);
            long seq = now == null ? 0 : now.seq();
            return random.nextInt(4) == 0 ? random.nextInt(40) : seq;
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private Long ttl() {
        return random.nextInt(4) == 0 ? (Long) (long) random.nextInt(20_000) : null;
    }

    private Cmd cmd() {
        Bytes key = key();
        return switch (random.nextInt(6)) {
            case 0, 1 -> upsert(key);
            case 2 ->
                new Cmd.KvTransaction(
                        List.of(
                                new KvOp.Branch(leaf(key), List.of(kvOp(), kvOp()), NONE),
                                new KvOp.Branch(new KvOp.Or(List.of(leaf(key()), leaf(key()))), List.of(kvOp()), NONE),
                                new KvOp.Branch(new KvOp.And(List.of()), List.of(kvOp()), NONE)),
                        NONE);
            case 3 ->
                new Cmd.Transaction(
                        List.of(new TxnOp.Conditional(expression(), List.of(op(), op()), NONE)),
                        List.of(condition(key())),
                        List.of(op()),
                        List.of(op()),
                        NONE);
            default ->
                new Cmd.Transaction(
                        List.of(), List.of(condition(key), condition(key())), List.of(op(), op()), List.of(op()), NONE);
        };
    }

    private Cmd upsert(Bytes key) {
        Cmd.MatchSeq match = new Cmd.Any();
        if (random.nextBoolean()) {
            match = random.nextBoolean() ? new Cmd.Exact(seq(key)) : new Cmd.AtLeast(random.nextInt(2));
        }
        Cmd.Operation operation = new Cmd.Update(value());
        if (random.nextInt(3) == 0) {
            operation = random.nextBoolean() ? new Cmd.Delete() : new Cmd.AsIs();
        }
        Long ttl = ttl();
        Cmd.MetaSpec meta = ttl == null ? null : new Cmd.MetaSpec(null, new Cmd.Ttl(ttl, NONE), NONE);
        return new Cmd.UpsertKv(key, match, operation, meta);
    }

    private TxnCondition.Target target(Bytes key) {
        return switch (random.nextInt(4)) {
            case 0 -> new TxnCondition.Value(value());
            case 1 -> new TxnCondition.KeysWithPrefix(random.nextInt(8));
            default -> new TxnCondition.Seq(seq(key));
        };
    }

    private TxnCondition condition(Bytes key) {
        TxnCondition.Target target = target(key);
        boolean count = target instanceof TxnCondition.KeysWithPrefix;
        return new TxnCondition(
                count ? Bytes.utf8("k/") : key, random.nextInt(3) == 0 ? random.nextInt(6) : 0, target, NONE);
    }

    private KvOp.Predicate leaf(Bytes key) {
        return new KvOp.Leaf(key, new TxnCondition.Seq(seq(key)), KvOp.Compare.values()[random.nextInt(6)], NONE);
    }

    private TxnCondition.Expression expression() {
        return new TxnCondition.Expression(
                random.nextInt(2), List.of(), List.of(condition(key()), condition(key())), NONE);
    }

    private Long matching(Bytes key) {
        return random.nextInt(3) == 0 ? (Long) seq(key) : null;
    }

    private TxnOp op() {
        Bytes key = key();
        Long match = matching(key);
        OptionalU64 matching = match == null ? OptionalU64.NONE : OptionalU64.of(match);
        TxnOp.Request request =
                switch (random.nextInt(12)) {
                    case 0 -> new TxnOp.Delete(key, true, matching, NONE);
                    case 1 -> new TxnOp.DeleteByPrefix(Bytes.utf8("k/1"), NONE);
                    case 2 ->
                        new TxnOp.FetchIncrease(
                                key, match, random.nextInt(9) - 3, OptionalU64.of(random.nextInt(3)), NONE);
                    case 3 -> new TxnOp.PutSequential(Bytes.utf8("s/"), Bytes.utf8("k/s"), value(), null, ttl(), NONE);
                    case 4 -> new TxnOp.Get(key, NONE);
                    default -> new TxnOp.Put(key, value(), true, null, ttl(), matching, NONE);
                };
        return new TxnOp(request, NONE);
    }

    private KvOp kvOp() {
        Bytes key = key();
        KvOp.Lookup lookup = new KvOp.Lookup(key, matching(key), NONE);
        KvOp.Content content = new KvOp.Content(value(), null, ttl(), NONE);
        return switch (random.nextInt(8)) {
            case 0 -> new KvOp.Delete(lookup, NONE);
            case 1 -> new KvOp.DeleteByPrefix(Bytes.utf8("k/1"), NONE);
            case 2 -> new KvOp.FetchIncrease(lookup, random.nextInt(9) - 3, 0, NONE);
            case 3 -> new KvOp.PutSequential(Bytes.utf8("s/"), Bytes.utf8("k/s"), content, NONE);
            default -> new KvOp.Put(lookup, content, NONE);
        };
    }
}
