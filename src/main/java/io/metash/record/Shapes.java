package io.metash.record;

import static io.metash.record.Kind.Plain.BOOL;
import static io.metash.record.Kind.Plain.BYTES;
import static io.metash.record.Kind.Plain.I32;
import static io.metash.record.Kind.Plain.I64;
import static io.metash.record.Kind.Plain.KEY;
import static io.metash.record.Kind.Plain.TEXT;
import static io.metash.record.Kind.Plain.U16;
import static io.metash.record.Kind.Plain.U64;

import io.metash.record.Kind.Field;
import io.metash.record.Kind.ListOf;
import io.metash.record.Kind.OneOf;
import io.metash.record.Kind.Option;
import io.metash.record.Kind.Presence;
import io.metash.record.Kind.Struct;
import io.metash.record.Kind.Variant;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The shapes of all parts of a record, field order included (record-stream 3 to 9, raft-dir-v004 §2.3). */
public final class Shapes {
    private Shapes() {}

    /** {@link LeaderId}. */
    public static final Struct<LeaderId> LEADER_ID = struct(
            LeaderId.class,
            LeaderId::extra,
            a -> new LeaderId((Long) a[0], (Long) a[1], (Extra) a[2]),
            field("term", U64, LeaderId::term),
            field("node_id", U64, LeaderId::nodeId));

    /** {@link LogId}. */
    public static final Struct<LogId> LOG_ID = struct(
            LogId.class,
            LogId::extra,
            a -> new LogId((LeaderId) a[0], (Long) a[1], (Extra) a[2]),
            field("leader_id", LEADER_ID, LogId::leaderId),
            field("index", U64, LogId::index));

    /** {@link Vote}. */
    public static final Struct<Vote> VOTE = struct(
            Vote.class,
            Vote::extra,
            a -> new Vote((LeaderId) a[0], (Boolean) a[1], (Extra) a[2]),
            field("leader_id", LEADER_ID, Vote::leaderId),
            field("committed", BOOL, Vote::committed));

    private static final Struct<Membership.Member> MEMBER = struct(
            Membership.Member.class,
            Membership.Member::extra,
            a -> ((Extra) a[0]).isEmpty() ? Membership.Member.PLAIN : new Membership.Member((Extra) a[0]));

    /** {@link Membership}. */
    public static final Struct<Membership> MEMBERSHIP = struct(
            Membership.class,
            Membership::extra,
            a -> new Membership(cast(a[0]), cast(a[1]), (Extra) a[2]),
            field("configs", new ListOf(new ListOf(U64)), Membership::configs),
            field("nodes", new Kind.ById(MEMBER), Membership::nodes));

    /** {@link StoredMembership}. */
    public static final Struct<StoredMembership> STORED_MEMBERSHIP = struct(
            StoredMembership.class,
            StoredMembership::extra,
            a -> new StoredMembership((LogId) a[0], (Membership) a[1], (Extra) a[2]),
            field("log_id", new Option(LOG_ID), StoredMembership::logId),
            field("membership", MEMBERSHIP, StoredMembership::membership));

    private static final Struct<Endpoint> ENDPOINT = struct(
            Endpoint.class,
            Endpoint::extra,
            a -> new Endpoint((String) a[0], ((Long) a[1]).intValue(), (Extra) a[2]),
            field("addr", TEXT, Endpoint::addr),
            field("port", U16, e -> (long) e.port()));

    /** {@link Node}. */
    public static final Struct<Node> NODE = struct(
            Node.class,
            Node::extra,
            a -> new Node((String) a[0], (Endpoint) a[1], (String) a[2], (Extra) a[3]),
            field("name", TEXT, Node::name),
            field("endpoint", ENDPOINT, Node::endpoint),
            field("grpc_api_advertise_address", new Option(TEXT), Node::grpcApiAdvertiseAddress));

    /** {@link KvMeta}. */
    public static final Struct<KvMeta> KV_META = struct(
            KvMeta.class,
            KvMeta::extra,
            a -> new KvMeta((Long) a[0], (Long) a[1], (Extra) a[2]),
            whenSet("expire_at", new Option(U64), KvMeta::expireAt),
            whenSet("proposed_at_ms", new Option(U64), KvMeta::proposedAtMs));

    /** {@link SeqV}. */
    public static final Struct<SeqV> SEQ_V = struct(
            SeqV.class,
            SeqV::extra,
            a -> new SeqV((Long) a[0], (KvMeta) a[1], (Bytes) a[2], (Extra) a[3]),
            field("seq", U64, SeqV::seq),
            field("meta", new Option(KV_META), SeqV::meta),
            field("data", BYTES, SeqV::data));

    private static final Struct<Cmd.AddNode> ADD_NODE = struct(
            Cmd.AddNode.class,
            Cmd.AddNode::extra,
            a -> new Cmd.AddNode((Long) a[0], (Node) a[1], (Boolean) orNull(a[2]), (Extra) a[3]),
            field("node_id", U64, Cmd.AddNode::nodeId),
            field("node", NODE, Cmd.AddNode::node),
            sinceLater("overriding", BOOL, false, c -> orAbsent(c.overriding())));

    private static final Struct<Cmd.RemoveNode> REMOVE_NODE = struct(
            Cmd.RemoveNode.class,
            Cmd.RemoveNode::extra,
            a -> new Cmd.RemoveNode((Long) a[0], (Extra) a[1]),
            field("node_id", U64, Cmd.RemoveNode::nodeId));

    private static final Struct<Cmd.SetFeature> SET_FEATURE = struct(
            Cmd.SetFeature.class,
            Cmd.SetFeature::extra,
            a -> new Cmd.SetFeature((String) a[0], (Boolean) a[1], (Extra) a[2]),
            field("feature", TEXT, Cmd.SetFeature::feature),
            field("enable", BOOL, Cmd.SetFeature::enable));

    private static final OneOf MATCH_SEQ = oneOf(
            "MatchSeq",
            unit("Any", new Cmd.Any()),
            variant("Exact", Cmd.Exact.class, U64, v -> new Cmd.Exact((Long) v), Cmd.Exact::seq),
            variant("GE", Cmd.AtLeast.class, U64, v -> new Cmd.AtLeast((Long) v), Cmd.AtLeast::seq));

    private static final OneOf OPERATION = oneOf(
            "Operation",
            variant("Update", Cmd.Update.class, BYTES, v -> new Cmd.Update((Bytes) v), Cmd.Update::value),
            unit("Delete", new Cmd.Delete()),
            unit("AsIs", new Cmd.AsIs()));

    private static final Struct<Cmd.Ttl> TTL = struct(
            Cmd.Ttl.class,
            Cmd.Ttl::extra,
            a -> new Cmd.Ttl((Long) a[0], (Extra) a[1]),
            field("millis", U64, Cmd.Ttl::millis));

    private static final Struct<Cmd.MetaSpec> META_SPEC = struct(
            Cmd.MetaSpec.class,
            Cmd.MetaSpec::extra,
            a -> new Cmd.MetaSpec((Long) a[0], (Cmd.Ttl) a[1], (Extra) a[2]),
            field("expire_at", new Option(U64), Cmd.MetaSpec::expireAt),
            whenSet("ttl", new Option(TTL), Cmd.MetaSpec::ttl));

    private static final Struct<Cmd.UpsertKv> UPSERT_KV = struct(
            Cmd.UpsertKv.class,
            Cmd.UpsertKv::extra,
            a -> new Cmd.UpsertKv(
                    (Bytes) a[0], (Cmd.MatchSeq) a[1], (Cmd.Operation) a[2], (Cmd.MetaSpec) a[3], (Extra) a[4]),
            field("key", KEY, Cmd.UpsertKv::key),
            field("seq", MATCH_SEQ, Cmd.UpsertKv::seq),
            field("value", OPERATION, Cmd.UpsertKv::value),
            field("value_meta", new Option(META_SPEC), Cmd.UpsertKv::valueMeta));

    /** What transactions are made of; many logs have none, and a start should not pay for it. */
    private static final class Transactions {
        private static final OneOf TARGET = oneOf(
                "Target",
                variant(
                        "Value",
                        TxnCondition.Value.class,
                        BYTES,
                        v -> new TxnCondition.Value((Bytes) v),
                        TxnCondition.Value::value),
                variant("Seq", TxnCondition.Seq.class, U64, v -> new TxnCondition.Seq((Long) v), TxnCondition.Seq::seq),
                variant(
                        "KeysWithPrefix",
                        TxnCondition.KeysWithPrefix.class,
                        U64,
                        v -> new TxnCondition.KeysWithPrefix((Long) v),
                        TxnCondition.KeysWithPrefix::count));

        private static final Struct<TxnCondition> TXN_CONDITION = struct(
                TxnCondition.class,
                TxnCondition::extra,
                a -> new TxnCondition((Bytes) a[0], (Long) a[1], (TxnCondition.Target) a[2], (Extra) a[3]),
                field("key", KEY, TxnCondition::key),
                field("expected", I32, TxnCondition::expected),
                field("target", new Option(TARGET), TxnCondition::target));

        private static final Struct<TxnCondition.Expression> EXPRESSION = struct(
                TxnCondition.Expression.class,
                TxnCondition.Expression::extra,
                a -> new TxnCondition.Expression((Long) a[0], cast(a[1]), cast(a[2]), (Extra) a[3]),
                field("operator", I32, TxnCondition.Expression::operator),
                lazy("sub_expressions", () -> Transactions.EXPRESSIONS, TxnCondition.Expression::subExpressions),
                field("conditions", new ListOf(TXN_CONDITION), TxnCondition.Expression::conditions));

        private static final Kind EXPRESSIONS = new ListOf(EXPRESSION);

        private static final Struct<TxnOp.Get> GET = struct(
                TxnOp.Get.class,
                TxnOp.Get::extra,
                a -> new TxnOp.Get((Bytes) a[0], (Extra) a[1]),
                field("key", KEY, TxnOp.Get::key));

        private static final Struct<TxnOp.Put> PUT = struct(
                TxnOp.Put.class,
                TxnOp.Put::extra,
                a -> new TxnOp.Put(
                        (Bytes) a[0],
                        (Bytes) a[1],
                        (Boolean) orNull(a[2]),
                        (Long) a[3],
                        (Long) a[4],
                        maybe(a[5]),
                        (Extra) a[6]),
                field("key", KEY, TxnOp.Put::key),
                field("value", BYTES, TxnOp.Put::value),
                sinceLater("prev_value", BOOL, true, p -> orAbsent(p.prevValue())),
                field("expire_at", new Option(U64), TxnOp.Put::expireAt),
                whenSet("ttl_ms", new Option(U64), TxnOp.Put::ttlMs),
                sinceLater("match_seq", new Option(U64), null, p -> maybe(p.matchSeq())));

        private static final Struct<TxnOp.Delete> DELETE = struct(
                TxnOp.Delete.class,
                TxnOp.Delete::extra,
                a -> new TxnOp.Delete((Bytes) a[0], (Boolean) orNull(a[1]), maybe(a[2]), (Extra) a[3]),
                field("key", KEY, TxnOp.Delete::key),
                sinceLater("prev_value", BOOL, true, d -> orAbsent(d.prevValue())),
                sinceLater("match_seq", new Option(U64), null, d -> maybe(d.matchSeq())));

        private static final Struct<TxnOp.DeleteByPrefix> DELETE_BY_PREFIX = struct(
                TxnOp.DeleteByPrefix.class,
                TxnOp.DeleteByPrefix::extra,
                a -> new TxnOp.DeleteByPrefix((Bytes) a[0], (Extra) a[1]),
                field("prefix", KEY, TxnOp.DeleteByPrefix::prefix));

        private static final Struct<TxnOp.FetchIncrease> FETCH_INCREASE = struct(
                TxnOp.FetchIncrease.class,
                TxnOp.FetchIncrease::extra,
                a -> new TxnOp.FetchIncrease((Bytes) a[0], (Long) a[1], (Long) a[2], maybe(a[3]), (Extra) a[4]),
                field("key", KEY, TxnOp.FetchIncrease::key),
                field("match_seq", new Option(U64), TxnOp.FetchIncrease::matchSeq),
                field("delta", I64, TxnOp.FetchIncrease::delta),
                sinceLater("max_value", U64, 0L, f -> maybe(f.maxValue())));

        private static final Struct<TxnOp.PutSequential> PUT_SEQUENTIAL = struct(
                TxnOp.PutSequential.class,
                TxnOp.PutSequential::extra,
                a -> new TxnOp.PutSequential(
                        (Bytes) a[0], (Bytes) a[1], (Bytes) a[2], (Long) a[3], (Long) a[4], (Extra) a[5]),
                field("prefix", KEY, TxnOp.PutSequential::prefix),
                field("sequence_key", KEY, TxnOp.PutSequential::sequenceKey),
                field("value", BYTES, TxnOp.PutSequential::value),
                field("expires_at_ms", new Option(U64), TxnOp.PutSequential::expiresAtMs),
                field("ttl_ms", new Option(U64), TxnOp.PutSequential::ttlMs));

        private static final OneOf REQUEST = oneOf(
                "Request",
                variant("Get", GET),
                variant("Put", PUT),
                variant("Delete", DELETE),
                variant("DeleteByPrefix", DELETE_BY_PREFIX),
                variant("FetchIncreaseU64", FETCH_INCREASE),
                variant("FetchAddU64", FETCH_INCREASE),
                variant("PutSequential", PUT_SEQUENTIAL));

        private static final Struct<TxnOp> TXN_OP = struct(
                TxnOp.class,
                TxnOp::extra,
                a -> new TxnOp((TxnOp.Request) a[0], (Extra) a[1]),
                field("request", new Option(REQUEST), TxnOp::request));

        private static final Struct<TxnOp.Conditional> CONDITIONAL = struct(
                TxnOp.Conditional.class,
                TxnOp.Conditional::extra,
                a -> new TxnOp.Conditional((TxnCondition.Expression) a[0], cast(a[1]), (Extra) a[2]),
                field("predicate", new Option(EXPRESSION), TxnOp.Conditional::predicate),
                field("operations", new ListOf(TXN_OP), TxnOp.Conditional::operations));

        private static final Struct<Cmd.Transaction> TRANSACTION = struct(
                Cmd.Transaction.class,
                Cmd.Transaction::extra,
                a -> new Cmd.Transaction(cast(a[0]), cast(a[1]), cast(a[2]), cast(a[3]), (Extra) a[4]),
                whenSet("operations", new ListOf(CONDITIONAL), Cmd.Transaction::operations),
                field("condition", new ListOf(TXN_CONDITION), Cmd.Transaction::condition),
                field("if_then", new ListOf(TXN_OP), Cmd.Transaction::ifThen),
                field("else_then", new ListOf(TXN_OP), Cmd.Transaction::elseThen));
    }

    /** What transactions of branches are made of. */
    private static final class Branches {
        private static final Kind COMPARE =
                new Kind.Names(List.of(KvOp.Compare.values()), value -> ((KvOp.Compare) value).text());

        private static final Struct<KvOp.Leaf> LEAF = struct(
                KvOp.Leaf.class,
                KvOp.Leaf::extra,
                a -> new KvOp.Leaf((Bytes) a[0], (TxnCondition.Target) a[1], (KvOp.Compare) a[2], (Extra) a[3]),
                field("key", KEY, KvOp.Leaf::key),
                field("target", Transactions.TARGET, KvOp.Leaf::target),
                field("op", COMPARE, KvOp.Leaf::op));

        private static final OneOf PREDICATE = oneOf(
                "Predicate",
                new Variant(
                        "And", KvOp.And.class, () -> Branches.PREDICATES, v -> new KvOp.And(cast(v)), v -> ((KvOp.And)
                                        v)
                                .predicates()),
                new Variant(
                        "Or", KvOp.Or.class, () -> Branches.PREDICATES, v -> new KvOp.Or(cast(v)), v -> ((KvOp.Or) v)
                                .predicates()),
                variant("Leaf", LEAF));

        private static final Kind PREDICATES = new ListOf(PREDICATE);

        private static final Struct<KvOp.Lookup> LOOKUP = struct(
                KvOp.Lookup.class,
                KvOp.Lookup::extra,
                a -> new KvOp.Lookup((Bytes) a[0], (Long) a[1], (Extra) a[2]),
                field("key", KEY, KvOp.Lookup::key),
                field("match_seq", new Option(U64), KvOp.Lookup::matchSeq));

        private static final Struct<KvOp.Content> CONTENT = struct(
                KvOp.Content.class,
                KvOp.Content::extra,
                a -> new KvOp.Content((Bytes) a[0], (Long) a[1], (Long) a[2], (Extra) a[3]),
                field("value", BYTES, KvOp.Content::value),
                field("expire_at_ms", new Option(U64), KvOp.Content::expireAtMs),
                field("ttl_ms", new Option(U64), KvOp.Content::ttlMs));

        private static final OneOf KV_OP = oneOf(
                "KvOp",
                variant(
                        "Get",
                        struct(
                                KvOp.Get.class,
                                KvOp.Get::extra,
                                a -> new KvOp.Get((Bytes) a[0], (Extra) a[1]),
                                field("key", KEY, KvOp.Get::key))),
                variant(
                        "Put",
                        struct(
                                KvOp.Put.class,
                                KvOp.Put::extra,
                                a -> new KvOp.Put((KvOp.Lookup) a[0], (KvOp.Content) a[1], (Extra) a[2]),
                                field("target", LOOKUP, KvOp.Put::target),
                                field("payload", CONTENT, KvOp.Put::payload))),
                variant(
                        "Delete",
                        struct(
                                KvOp.Delete.class,
                                KvOp.Delete::extra,
                                a -> new KvOp.Delete((KvOp.Lookup) a[0], (Extra) a[1]),
                                field("target", LOOKUP, KvOp.Delete::target))),
                variant(
                        "DeleteByPrefix",
                        struct(
                                KvOp.DeleteByPrefix.class,
                                KvOp.DeleteByPrefix::extra,
                                a -> new KvOp.DeleteByPrefix((Bytes) a[0], (Extra) a[1]),
                                field("prefix", KEY, KvOp.DeleteByPrefix::prefix))),
                variant(
                        "FetchIncreaseU64",
                        struct(
                                KvOp.FetchIncrease.class,
                                KvOp.FetchIncrease::extra,
                                a -> new KvOp.FetchIncrease((KvOp.Lookup) a[0], (Long) a[1], (Long) a[2], (Extra) a[3]),
                                field("target", LOOKUP, KvOp.FetchIncrease::target),
                                field("delta", I64, KvOp.FetchIncrease::delta),
                                field("floor", U64, KvOp.FetchIncrease::floor))),
                variant(
                        "PutSequential",
                        struct(
                                KvOp.PutSequential.class,
                                KvOp.PutSequential::extra,
                                a -> new KvOp.PutSequential(
                                        (Bytes) a[0], (Bytes) a[1], (KvOp.Content) a[2], (Extra) a[3]),
                                field("prefix", KEY, KvOp.PutSequential::prefix),
                                field("sequence_key", KEY, KvOp.PutSequential::sequenceKey),
                                field("payload", CONTENT, KvOp.PutSequential::payload))));

        private static final Struct<KvOp.Branch> BRANCH = struct(
                KvOp.Branch.class,
                KvOp.Branch::extra,
                a -> new KvOp.Branch((KvOp.Predicate) a[0], cast(a[1]), (Extra) a[2]),
                field("predicate", PREDICATE, KvOp.Branch::predicate),
                field("operations", new ListOf(KV_OP), KvOp.Branch::operations));

        private static final Struct<Cmd.KvTransaction> KV_TRANSACTION = struct(
                Cmd.KvTransaction.class,
                Cmd.KvTransaction::extra,
                a -> new Cmd.KvTransaction(cast(a[0]), (Extra) a[1]),
                field("branches", new ListOf(BRANCH), Cmd.KvTransaction::branches));
    }

    /** {@link Cmd}. */
    public static final OneOf CMD = oneOf(
            "Cmd",
            variant("AddNode", ADD_NODE),
            variant("RemoveNode", REMOVE_NODE),
            variant("SetFeature", SET_FEATURE),
            variant("UpsertKV", UPSERT_KV),
            later("Transaction", Cmd.Transaction.class, () -> Transactions.TRANSACTION),
            later("KvTransaction", Cmd.KvTransaction.class, () -> Branches.KV_TRANSACTION));

    /** The field of a log entry that programs wrote as null until 2025 and nobody writes any more (RULINGS 6). */
    public static final String TXID = "txid";

    /** {@link Entry.Normal}. */
    public static final Struct<Entry.Normal> LOG_ENTRY = struct(
            Entry.Normal.class,
            Entry.Normal::extra,
            a -> new Entry.Normal((Long) a[0], (Cmd) a[1], (Extra) a[2]),
            whenSet("time_ms", new Option(U64), Entry.Normal::timeMs),
            field("cmd", CMD, Entry.Normal::cmd));

    /** {@link Entry.Payload}. */
    public static final OneOf PAYLOAD = oneOf(
            "Payload",
            unit("Blank", new Entry.Blank()),
            variant("Normal", LOG_ENTRY),
            variant(
                    "Membership",
                    Entry.Members.class,
                    MEMBERSHIP,
                    v -> new Entry.Members((Membership) v),
                    Entry.Members::membership));

    /** {@link Entry}. */
    public static final Struct<Entry> ENTRY = struct(
            Entry.class,
            Entry::extra,
            a -> new Entry((LogId) a[0], (Entry.Payload) a[1], (Extra) a[2]),
            field("log_id", LOG_ID, Entry::logId),
            field("payload", PAYLOAD, Entry::payload));

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <T> Struct<T> struct(
            Class<T> type, Function<T, Extra> extra, Function<Object[], T> build, Field<T>... fields) {
        return new Struct<>(type, List.of(fields), extra, build);
    }

    private static <T> Field<T> field(String name, Kind kind, Function<T, Object> get) {
        return new Field<>(name, () -> kind, Presence.ALWAYS, null, get);
    }

    private static <T> Field<T> lazy(String name, Supplier<Kind> kind, Function<T, Object> get) {
        return new Field<>(name, kind, Presence.ALWAYS, null, get);
    }

    private static <T> Field<T> whenSet(String name, Kind kind, Function<T, Object> get) {
        return new Field<>(name, () -> kind, Presence.WHEN_SET, null, get);
    }

    private static <T> Field<T> sinceLater(String name, Kind kind, Object normal, Function<T, Object> get) {
        return new Field<>(name, () -> kind, Presence.SINCE_LATER, normal, get);
    }

    private static OneOf oneOf(String name, Variant... variants) {
        return new OneOf(name, List.of(variants));
    }

    private static Variant unit(String name, Object value) {
        return new Variant(name, value.getClass(), null, ignored -> value, ignored -> null);
    }

    private static Variant variant(String name, Struct<?> struct) {
        return new Variant(name, struct.type(), () -> struct, v -> v, v -> v);
    }

    private static Variant later(String name, Class<?> type, Supplier<Kind> struct) {
        return new Variant(name, type, struct, v -> v, v -> v);
    }

    private static <T> Variant variant(
            String name, Class<T> type, Kind content, Function<Object, T> wrap, Function<T, Object> unwrap) {
        return new Variant(name, type, () -> content, wrap::apply, v -> unwrap.apply(type.cast(v)));
    }

    private static Object orAbsent(Boolean value) {
        return value == null ? Kind.ABSENT : value;
    }

    private static Object orNull(Object value) {
        return value == Kind.ABSENT ? null : value;
    }

    private static Object maybe(Maybe value) {
        return value.present() ? value.value() : Kind.ABSENT;
    }

    private static Maybe maybe(Object value) {
        if (value == Kind.ABSENT) {
            return Maybe.ABSENT;
        }
        return value == null ? Maybe.NONE : Maybe.of((Long) value);
    }

    /** The codecs build lists and maps of the declared kinds, so the cast holds. */
    @SuppressWarnings("unchecked")
    private static <T> T cast(Object value) {
        return (T) value;
    }

    /** A map by node id of what {@link Kind.ById} yields. */
    public static final Kind NODES = new Kind.ById(NODE);

    /** The nodes of a map that was read as {@link #NODES}. */
    public static NavigableMap<Long, Node> nodes(Object value) {
        return cast(value);
    }
}
