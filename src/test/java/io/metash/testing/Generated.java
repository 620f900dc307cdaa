package io.metash.testing;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Endpoint;
import io.metash.record.Entry;
import io.metash.record.KvMeta;
import io.metash.record.KvOp;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.OptionalU64;
import io.metash.record.SeqV;
import io.metash.record.StoredMembership;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import io.metash.record.Vote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Stores generated from a seed: keys with any Unicode, empty and large values, extreme numbers, every command. */
public final class Generated {
    private static final long[] EXTREMES = {
        0,
        1,
        127,
        128,
        250,
        251,
        255,
        256,
        65535,
        65536,
        4294967295L,
        4294967296L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -2,
        -1
    };
    private static final int[] CODE_POINTS = {
        0, 9, 10, 31, '"', '\\', '/', 'a', 0x7f, 0x80, 0xe9, 0x7ff, 0x800, 0x2028, 0xd7ff, 0xe000, 0xfeff, 0xffff,
        0x10000, 0x1f600, 0x10ffff
    };
    private static final int LARGE = 1 << 20;

    private final Random random;

    /** A generator; the same seed makes the same store. */
    public Generated(long seed) {
        random = new Random(seed);
    }

    /** The lines of a store, in the order and form of an export. */
    public String text() {
        LineWriter writer = new LineWriter();
        JsonOut out = new JsonOut(1024);
        for (MetaRecord record : records()) {
            writer.write(record, out);
            out.put('\n');
        }
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }

    /** The records of a store, in the order of an export. */
    public List<MetaRecord> records() {
        List<MetaRecord> records = new ArrayList<>();
        long term = random.nextInt(3);
        long first = some(true, false) ? 0 : 1 + random.nextInt(1000);
        int entries = random.nextInt(12);
        LogId purged = first == 0 ? null : LogId.of(term, 1, first - 1);
        boolean snapshot = first > 0 || random.nextBoolean();
        records.add(MetaRecord.Header.V004);
        records.add(new MetaRecord.NodeId(random.nextInt(4) == 0 ? null : (Long) u64()));
        records.add(new MetaRecord.Voted(
                random.nextInt(4) == 0
                        ? null
                        : new Vote(LogId.of(u64(), u64(), 0).leaderId(), random.nextBoolean())));
        LogId applied = snapshot ? LogId.of(term, 1, first + random.nextInt(entries + 1)) : null;
        LogId committed = random.nextBoolean() || applied == null ? null : applied;
        records.add(new MetaRecord.Committed(committed));
        records.add(new MetaRecord.Purged(purged));
        for (int i = 0; i < entries; i++) {
            records.add(new MetaRecord.Log(new Entry(LogId.of(term, 1, first + i), payload())));
        }
        if (snapshot) {
            snapshot(records, applied);
        }
        return records;
    }

    private void snapshot(List<MetaRecord> records, LogId applied) {
        records.add(new MetaRecord.Sequences("generic-kv", -1));
        records.add(new MetaRecord.LastApplied(applied));
        records.add(new MetaRecord.LastMembership(
                new StoredMembership(random.nextBoolean() ? applied : null, membership())));
        TreeSet<Long> ids = new TreeSet<>(U64::compare);
        for (int i = random.nextInt(3); i > 0; i--) {
            ids.add(u64());
        }
        ids.forEach(id -> records.add(new MetaRecord.Nodes(id, node())));
        TreeMap<Bytes, SeqV> keys = new TreeMap<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            keys.put(key(), new SeqV(u64(), meta(), value()));
        }
        TreeMap<String, MetaRecord> expires = new TreeMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            long time = u64();
            long seq = u64();
            long valueSeq = 1 + random.nextInt(3);
            expires.put(
                    String.format("%20s%20s", U64.text(time), U64.text(seq)),
                    new MetaRecord.Expire(time, seq, valueSeq, key()));
        }
        records.addAll(expires.values());
        keys.forEach((key, value) -> records.add(new MetaRecord.Kv(key, value)));
    }

    @SafeVarargs
    private <T> T some(T... of) {
        return of[random.nextInt(of.length)];
    }

    @SafeVarargs
    private <T> T make(Supplier<T>... of) {
        return of[random.nextInt(of.length)].get();
    }

    private <T> List<T> list(Supplier<T> of) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            list.add(of.get());
        }
        return list;
    }

    private long u64() {
        return random.nextInt(3) == 0 ? EXTREMES[random.nextInt(EXTREMES.length)] : random.nextInt(100_000);
    }

    private Long u64OrNull() {
        return random.nextBoolean() ? null : (Long) u64();
    }

    private Bytes key() {
        StringBuilder key = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 400 : 12); i > 0; i--) {
            key.appendCodePoint(
                    random.nextBoolean() ? CODE_POINTS[random.nextInt(CODE_POINTS.length)] : 'a' + random.nextInt(26));
        }
        return Bytes.utf8(key.toString());
    }

    private Bytes value() {
        int length = random.nextInt(5000) == 0 ? LARGE : random.nextInt(4) == 0 ? 0 : random.nextInt(300);
        byte[] value = new byte[length];
        random.nextBytes(value);
        return Bytes.of(value);
    }

    private KvMeta meta() {
        return random.nextInt(3) == 0 ? null : new KvMeta(u64OrNull(), u64OrNull());
    }

    private Node node() {
        Endpoint endpoint = new Endpoint(some("localhost", "[::1]", "meta-1.example", ""), random.nextInt(65536));
        return new Node(key().text(), endpoint, random.nextBoolean() ? null : "0.0.0.0:9191");
    }

    private Membership membership() {
        List<List<Long>> configs = list(() -> {
            TreeSet<Long> ids = new TreeSet<>(U64::compare);
            ids.addAll(list(this::u64));
            return new ArrayList<>(ids);
        });
        Membership membership = new Membership(configs, Membership.byId(), UnknownFields.NONE);
        list(this::u64).forEach(id -> membership.nodes().put(id, Membership.Member.PLAIN));
        return membership;
    }

    private Entry.Payload payload() {
        return make(
                Entry.Blank::new,
                () -> new Entry.Members(membership()),
                () -> new Entry.Normal(u64OrNull(), cmd()),
                () -> new Entry.Normal(u64OrNull(), cmd()),
                () -> new Entry.Normal(u64OrNull(), cmd()));
    }

    private Cmd cmd() {
        return this.<Cmd>make(
                () -> new Cmd.AddNode(u64(), node(), random.nextBoolean()),
                () -> new Cmd.RemoveNode(u64()),
                () -> new Cmd.SetFeature(key().text(), random.nextBoolean(), UnknownFields.NONE),
                () -> new Cmd.UpsertKv(
                        key(),
                        this.<Cmd.MatchSeq>make(Cmd.Any::new, () -> new Cmd.Exact(u64()), () -> new Cmd.AtLeast(u64())),
                        this.<Cmd.Operation>make(() -> new Cmd.Update(value()), Cmd.Delete::new, Cmd.AsIs::new),
                        random.nextBoolean()
                                ? null
                                : new Cmd.MetaSpec(
                                        smallOrNull(),
                                        random.nextBoolean() ? null : new Cmd.Ttl(u64(), UnknownFields.NONE),
                                        UnknownFields.NONE)),
                () -> new Cmd.Transaction(
                        list(() -> new TxnOp.Conditional(
                                random.nextBoolean() ? null : expression(2), list(this::op), UnknownFields.NONE)),
                        list(this::condition),
                        list(this::op),
                        list(this::op),
                        UnknownFields.NONE),
                () -> new Cmd.KvTransaction(
                        list(() -> new KvOp.Branch(predicate(2), list(this::kvOp), UnknownFields.NONE)),
                        UnknownFields.NONE));
    }

    /** An expiry that no check refuses. */
    private Long smallOrNull() {
        return random.nextBoolean() ? null : (Long) (long) random.nextInt(Integer.MAX_VALUE);
    }

    private Long expiry() {
        Long small = smallOrNull();
        return small;
    }

    private TxnCondition condition() {
        return new TxnCondition(key(), random.nextInt(6), target(), UnknownFields.NONE);
    }

    private TxnCondition.Target target() {
        return this.<TxnCondition.Target>make(
                () -> null,
                () -> new TxnCondition.Value(value()),
                () -> new TxnCondition.Seq(u64()),
                () -> new TxnCondition.KeysWithPrefix(u64()));
    }

    private TxnCondition.Expression expression(int depth) {
        return new TxnCondition.Expression(
                random.nextInt(2),
                depth == 0 ? List.of() : list(() -> expression(depth - 1)),
                list(this::condition),
                UnknownFields.NONE);
    }

    private OptionalU64 matching() {
        return random.nextBoolean() ? OptionalU64.NONE : OptionalU64.of(u64());
    }

    private TxnOp op() {
        TxnOp.Request request = this.<TxnOp.Request>make(
                () -> null,
                () -> new TxnOp.Get(key(), UnknownFields.NONE),
                () -> new TxnOp.Put(
                        key(), value(), random.nextBoolean(), expiry(), u64OrNull(), matching(), UnknownFields.NONE),
                () -> new TxnOp.Delete(key(), random.nextBoolean(), matching(), UnknownFields.NONE),
                () -> new TxnOp.DeleteByPrefix(key(), UnknownFields.NONE),
                () -> new TxnOp.FetchIncrease(key(), u64OrNull(), u64(), OptionalU64.of(u64()), UnknownFields.NONE),
                () -> new TxnOp.PutSequential(key(), key(), value(), expiry(), u64OrNull(), UnknownFields.NONE));
        return new TxnOp(request, UnknownFields.NONE);
    }

    private KvOp.Predicate predicate(int depth) {
        return this.<KvOp.Predicate>make(
                () -> new KvOp.And(depth == 0 ? List.of() : list(() -> predicate(depth - 1))),
                () -> new KvOp.Or(depth == 0 ? List.of() : list(() -> predicate(depth - 1))),
                () -> new KvOp.Leaf(
                        key(), new TxnCondition.Seq(u64()), some(KvOp.Compare.values()), UnknownFields.NONE));
    }

    private KvOp.Lookup lookup() {
        return new KvOp.Lookup(key(), u64OrNull(), UnknownFields.NONE);
    }

    private KvOp.Content content() {
        return new KvOp.Content(value(), expiry(), u64OrNull(), UnknownFields.NONE);
    }

    private KvOp kvOp() {
        return this.<KvOp>make(
                () -> new KvOp.Get(key(), UnknownFields.NONE),
                () -> new KvOp.Put(lookup(), content(), UnknownFields.NONE),
                () -> new KvOp.Delete(lookup(), UnknownFields.NONE),
                () -> new KvOp.DeleteByPrefix(key(), UnknownFields.NONE),
                () -> new KvOp.FetchIncrease(lookup(), u64(), u64(), UnknownFields.NONE),
                () -> new KvOp.PutSequential(key(), key(), content(), UnknownFields.NONE));
    }
}
