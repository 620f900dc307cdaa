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
            a -> new LeaderId((Long) a[0], (Long) a[1], (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.term();
                case 1 -> it.nodeId();
                default -> it.extra();
            },
            field("term", U64),
            field("node_id", U64));

    /** {@link LogId}. */
    public static final Struct<LogId> LOG_ID = struct(
            LogId.class,
            a -> new LogId((LeaderId) a[0], (Long) a[1], (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.leaderId();
                case 1 -> it.index();
                default -> it.extra();
            },
            field("leader_id", LEADER_ID),
            field("index", U64));

    /** {@link Vote}. */
    public static final Struct<Vote> VOTE = struct(
            Vote.class,
            a -> new Vote((LeaderId) a[0], (Boolean) a[1], (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.leaderId();
                case 1 -> it.committed();
                default -> it.extra();
            },
            field("leader_id", LEADER_ID),
            field("committed", BOOL));

    private static final Struct<Membership.Member> MEMBER = struct(
            Membership.Member.class,
            a -> ((Extra) a[0]).isEmpty() ? Membership.Member.PLAIN : new Membership.Member((Extra) a[0]),
            (it, i) -> it.extra());

    /** {@link Membership}. */
    public static final Struct<Membership> MEMBERSHIP = struct(
            Membership.class,
            a -> new Membership(cast(a[0]), cast(a[1]), (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.configs();
                case 1 -> it.nodes();
                default -> it.extra();
            },
            field("configs", new ListOf(new ListOf(U64))),
            field("nodes", new Kind.ById(MEMBER)));

    /** {@link StoredMembership}. */
    public static final Struct<StoredMembership> STORED_MEMBERSHIP = struct(
            StoredMembership.class,
            a -> new StoredMembership((LogId) a[0], (Membership) a[1], (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.logId();
                case 1 -> it.membership();
                default -> it.extra();
            },
            field("log_id", new Option(LOG_ID)),
            field("membership", MEMBERSHIP));

    private static final Struct<Endpoint> ENDPOINT = struct(
            Endpoint.class,
            a -> new Endpoint((String) a[0], ((Long) a[1]).intValue(), (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.addr();
                case 1 -> (long) it.port();
                default -> it.extra();
            },
            field("addr", TEXT),
            field("port", U16));

    /** {@link Node}. */
    public static final Struct<Node> NODE = struct(
            Node.class,
            a -> new Node((String) a[0], (Endpoint) a[1], (String) a[2], (Extra) a[3]),
            (it, i) -> switch (i) {
                case 0 -> it.name();
                case 1 -> it.endpoint();
                case 2 -> it.grpcApiAdvertiseAddress();
                default -> it.extra();
            },
            field("name", TEXT),
            field("endpoint", ENDPOINT),
            field("grpc_api_advertise_address", new Option(TEXT)));

    /** {@link KvMeta}. */
    public static final Struct<KvMeta> KV_META = struct(
            KvMeta.class,
            a -> new KvMeta((Long) a[0], (Long) a[1], (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.expireAt();
                case 1 -> it.proposedAtMs();
                default -> it.extra();
            },
            whenSet("expire_at", new Option(U64)),
            whenSet("proposed_at_ms", new Option(U64)));

    /** {@link SeqV}. */
    public static final Struct<SeqV> SEQ_V = struct(
            SeqV.class,
            a -> new SeqV((Long) a[0], (KvMeta) a[1], (Bytes) a[2], (Extra) a[3]),
            (it, i) -> switch (i) {
                case 0 -> it.seq();
                case 1 -> it.meta();
                case 2 -> it.data();
                default -> it.extra();
            },
            field("seq", U64),
            field("meta", new Option(KV_META)),
            field("data", BYTES));

    private static final Struct<Cmd.AddNode> ADD_NODE = struct(
            Cmd.AddNode.class,
            a -> new Cmd.AddNode((Long) a[0], (Node) a[1], (Boolean) orNull(a[2]), (Extra) a[3]),
            (it, i) -> switch (i) {
                case 0 -> it.nodeId();
                case 1 -> it.node();
                case 2 -> orAbsent(it.overriding());
                default -> it.extra();
            },
            field("node_id", U64),
            field("node", NODE),
            sinceLater("overriding", BOOL, false));

    private static final Struct<Cmd.RemoveNode> REMOVE_NODE = struct(
            Cmd.RemoveNode.class,
            a -> new Cmd.RemoveNode((Long) a[0], (Extra) a[1]),
            (it, i) -> switch (i) {
                case 0 -> it.nodeId();
                default -> it.extra();
            },
            field("node_id", U64));

    private static final Struct<Cmd.SetFeature> SET_FEATURE = struct(
            Cmd.SetFeature.class,
            a -> new Cmd.SetFeature((String) a[0], (Boolean) a[1], (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.feature();
                case 1 -> it.enable();
                default -> it.extra();
            },
            field("feature", TEXT),
            field("enable", BOOL));

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
            a -> new Cmd.Ttl((Long) a[0], (Extra) a[1]),
            (it, i) -> switch (i) {
                case 0 -> it.millis();
                default -> it.extra();
            },
            field("millis", U64));

    private static final Struct<Cmd.MetaSpec> META_SPEC = struct(
            Cmd.MetaSpec.class,
            a -> new Cmd.MetaSpec((Long) a[0], (Cmd.Ttl) a[1], (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.expireAt();
                case 1 -> it.ttl();
                default -> it.extra();
            },
            field("expire_at", new Option(U64)),
            whenSet("ttl", new Option(TTL)));

    private static final Struct<Cmd.UpsertKv> UPSERT_KV = struct(
            Cmd.UpsertKv.class,
            a -> new Cmd.UpsertKv(
                    (Bytes) a[0], (Cmd.MatchSeq) a[1], (Cmd.Operation) a[2], (Cmd.MetaSpec) a[3], (Extra) a[4]),
            (it, i) -> switch (i) {
                case 0 -> it.key();
                case 1 -> it.seq();
                case 2 -> it.value();
                case 3 -> it.valueMeta();
                default -> it.extra();
            },
            field("key", KEY),
            field("seq", MATCH_SEQ),
            field("value", OPERATION),
            field("value_meta", new Option(META_SPEC)));

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
                a -> new TxnCondition((Bytes) a[0], (Long) a[1], (TxnCondition.Target) a[2], (Extra) a[3]),
                (it, i) -> switch (i) {
                    case 0 -> it.key();
                    case 1 -> it.expected();
                    case 2 -> it.target();
                    default -> it.extra();
                },
                field("key", KEY),
                field("expected", I32),
                field("target", new Option(TARGET)));

        private static final Struct<TxnCondition.Expression> EXPRESSION = struct(
                TxnCondition.Expression.class,
                a -> new TxnCondition.Expression((Long) a[0], cast(a[1]), cast(a[2]), (Extra) a[3]),
                (it, i) -> switch (i) {
                    case 0 -> it.operator();
                    case 1 -> it.subExpressions();
                    case 2 -> it.conditions();
                    default -> it.extra();
                },
                field("operator", I32),
                lazy("sub_expressions", () -> Transactions.EXPRESSIONS),
                field("conditions", new ListOf(TXN_CONDITION)));

        private static final Kind EXPRESSIONS = new ListOf(EXPRESSION);

        private static final Struct<TxnOp.Get> GET = struct(
                TxnOp.Get.class,
                a -> new TxnOp.Get((Bytes) a[0], (Extra) a[1]),
                (it, i) -> switch (i) {
                    case 0 -> it.key();
                    default -> it.extra();
                },
                field("key", KEY));

        private static final Struct<TxnOp.Put> PUT = struct(
                TxnOp.Put.class,
                a -> new TxnOp.Put(
                        (Bytes) a[0],
                        (Bytes) a[1],
                        (Boolean) orNull(a[2]),
                        (Long) a[3],
                        (Long) a[4],
                        maybe(a[5]),
                        (Extra) a[6]),
                (it, i) -> switch (i) {
                    case 0 -> it.key();
                    case 1 -> it.value();
                    case 2 -> orAbsent(it.prevValue());
                    case 3 -> it.expireAt();
                    case 4 -> it.ttlMs();
                    case 5 -> maybe(it.matchSeq());
                    default -> it.extra();
                },
                field("key", KEY),
                field("value", BYTES),
                sinceLater("prev_value", BOOL, true),
                field("expire_at", new Option(U64)),
                whenSet("ttl_ms", new Option(U64)),
                sinceLater("match_seq", new Option(U64), null));

        private static final Struct<TxnOp.Delete> DELETE = struct(
                TxnOp.Delete.class,
                a -> new TxnOp.Delete((Bytes) a[0], (Boolean) orNull(a[1]), maybe(a[2]), (Extra) a[3]),
                (it, i) -> switch (i) {
                    case 0 -> it.key();
                    case 1 -> orAbsent(it.prevValue());
                    case 2 -> maybe(it.matchSeq());
                    default -> it.extra();
                },
                field("key", KEY),
                sinceLater("prev_value", BOOL, true),
                sinceLater("match_seq", new Option(U64), null));

        private static final Struct<TxnOp.DeleteByPrefix> DELETE_BY_PREFIX = struct(
                TxnOp.DeleteByPrefix.class,
                a -> new TxnOp.DeleteByPrefix((Bytes) a[0], (Extra) a[1]),
                (it, i) -> switch (i) {
                    case 0 -> it.prefix();
                    default -> it.extra();
                },
                field("prefix", KEY));

        private static final Struct<TxnOp.FetchIncrease> FETCH_INCREASE = struct(
                TxnOp.FetchIncrease.class,
                a -> new TxnOp.FetchIncrease((Bytes) a[0], (Long) a[1], (Long) a[2], maybe(a[3]), (Extra) a[4]),
                (it, i) -> switch (i) {
                    case 0 -> it.key();
                    case 1 -> it.matchSeq();
                    case 2 -> it.delta();
                    case 3 -> maybe(it.maxValue());
                    default -> it.extra();
                },
                field("key", KEY),
                field("match_seq", new Option(U64)),
                field("delta", I64),
                sinceLater("max_value", U64, 0L));

        private static final Struct<TxnOp.PutSequential> PUT_SEQUENTIAL = struct(
                TxnOp.PutSequential.class,
                a -> new TxnOp.PutSequential(
                        (Bytes) a[0], (Bytes) a[1], (Bytes) a[2], (Long) a[3], (Long) a[4], (Extra) a[5]),
                (it, i) -> switch (i) {
                    case 0 -> it.prefix();
                    case 1 -> it.sequenceKey();
                    case 2 -> it.value();
                    case 3 -> it.expiresAtMs();
                    case 4 -> it.ttlMs();
                    default -> it.extra();
                },
                field("prefix", KEY),
                field("sequence_key", KEY),
                field("value", BYTES),
                field("expires_at_ms", new Option(U64)),
                field("ttl_ms", new Option(U64)));

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
                a -> new TxnOp((TxnOp.Request) a[0], (Extra) a[1]),
                (it, i) -> switch (i) {
                    case 0 -> it.request();
                    default -> it.extra();
                },
                field("request", new Option(REQUEST)));

        private static final Struct<TxnOp.Conditional> CONDITIONAL = struct(
                TxnOp.Conditional.class,
                a -> new TxnOp.Conditional((TxnCondition.Expression) a[0], cast(a[1]), (Extra) a[2]),
                (it, i) -> switch (i) {
                    case 0 -> it.predicate();
                    case 1 -> it.operations();
                    default -> it.extra();
                },
                field("predicate", new Option(EXPRESSION)),
                field("operations", new ListOf(TXN_OP)));

        private static final Struct<Cmd.Transaction> TRANSACTION = struct(
                Cmd.Transaction.class,
                a -> new Cmd.Transaction(cast(a[0]), cast(a[1]), cast(a[2]), cast(a[3]), (Extra) a[4]),
                (it, i) -> switch (i) {
                    case 0 -> it.operations();
                    case 1 -> it.condition();
                    case 2 -> it.ifThen();
                    case 3 -> it.elseThen();
                    default -> it.extra();
                },
                whenSet("operations", new ListOf(CONDITIONAL)),
                field("condition", new ListOf(TXN_CONDITION)),
                field("if_then", new ListOf(TXN_OP)),
                field("else_then", new ListOf(TXN_OP)));
    }

    /** What transactions of branches are made of. */
    private static final class Branches {
        private static final Kind COMPARE =
                new Kind.Names(List.of(KvOp.Compare.values()), value -> ((KvOp.Compare) value).text());

        private static final Struct<KvOp.Leaf> LEAF = struct(
                KvOp.Leaf.class,
                a -> new KvOp.Leaf((Bytes) a[0], (TxnCondition.Target) a[1], (KvOp.Compare) a[2], (Extra) a[3]),
                (it, i) -> switch (i) {
                    case 0 -> it.key();
                    case 1 -> it.target();
                    case 2 -> it.op();
                    default -> it.extra();
                },
                field("key", KEY),
                field("target", Transactions.TARGET),
                field("op", COMPARE));

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
                a -> new KvOp.Lookup((Bytes) a[0], (Long) a[1], (Extra) a[2]),
                (it, i) -> switch (i) {
                    case 0 -> it.key();
                    case 1 -> it.matchSeq();
                    default -> it.extra();
                },
                field("key", KEY),
                field("match_seq", new Option(U64)));

        private static final Struct<KvOp.Content> CONTENT = struct(
                KvOp.Content.class,
                a -> new KvOp.Content((Bytes) a[0], (Long) a[1], (Long) a[2], (Extra) a[3]),
                (it, i) -> switch (i) {
                    case 0 -> it.value();
                    case 1 -> it.expireAtMs();
                    case 2 -> it.ttlMs();
                    default -> it.extra();
                },
                field("value", BYTES),
                field("expire_at_ms", new Option(U64)),
                field("ttl_ms", new Option(U64)));

        private static final OneOf KV_OP = oneOf(
                "KvOp",
                variant(
                        "Get",
                        struct(
                                KvOp.Get.class,
                                a -> new KvOp.Get((Bytes) a[0], (Extra) a[1]),
                                (it, i) -> switch (i) {
                                    case 0 -> it.key();
                                    default -> it.extra();
                                },
                                field("key", KEY))),
                variant(
                        "Put",
                        struct(
                                KvOp.Put.class,
                                a -> new KvOp.Put((KvOp.Lookup) a[0], (KvOp.Content) a[1], (Extra) a[2]),
                                (it, i) -> switch (i) {
                                    case 0 -> it.target();
                                    case 1 -> it.payload();
                                    default -> it.extra();
                                },
                                field("target", LOOKUP),
                                field("payload", CONTENT))),
                variant(
                        "Delete",
                        struct(
                                KvOp.Delete.class,
                                a -> new KvOp.Delete((KvOp.Lookup) a[0], (Extra) a[1]),
                                (it, i) -> switch (i) {
                                    case 0 -> it.target();
                                    default -> it.extra();
                                },
                                field("target", LOOKUP))),
                variant(
                        "DeleteByPrefix",
                        struct(
                                KvOp.DeleteByPrefix.class,
                                a -> new KvOp.DeleteByPrefix((Bytes) a[0], (Extra) a[1]),
                                (it, i) -> switch (i) {
                                    case 0 -> it.prefix();
                                    default -> it.extra();
                                },
                                field("prefix", KEY))),
                variant(
                        "FetchIncreaseU64",
                        struct(
                                KvOp.FetchIncrease.class,
                                a -> new KvOp.FetchIncrease((KvOp.Lookup) a[0], (Long) a[1], (Long) a[2], (Extra) a[3]),
                                (it, i) -> switch (i) {
                                    case 0 -> it.target();
                                    case 1 -> it.delta();
                                    case 2 -> it.floor();
                                    default -> it.extra();
                                },
                                field("target", LOOKUP),
                                field("delta", I64),
                                field("floor", U64))),
                variant(
                        "PutSequential",
                        struct(
                                KvOp.PutSequential.class,
                                a -> new KvOp.PutSequential(
                                        (Bytes) a[0], (Bytes) a[1], (KvOp.Content) a[2], (Extra) a[3]),
                                (it, i) -> switch (i) {
                                    case 0 -> it.prefix();
                                    case 1 -> it.sequenceKey();
                                    case 2 -> it.payload();
                                    default -> it.extra();
                                },
                                field("prefix", KEY),
                                field("sequence_key", KEY),
                                field("payload", CONTENT))));

        private static final Struct<KvOp.Branch> BRANCH = struct(
                KvOp.Branch.class,
                a -> new KvOp.Branch((KvOp.Predicate) a[0], cast(a[1]), (Extra) a[2]),
                (it, i) -> switch (i) {
                    case 0 -> it.predicate();
                    case 1 -> it.operations();
                    default -> it.extra();
                },
                field("predicate", PREDICATE),
                field("operations", new ListOf(KV_OP)));

        private static final Struct<Cmd.KvTransaction> KV_TRANSACTION = struct(
                Cmd.KvTransaction.class,
                a -> new Cmd.KvTransaction(cast(a[0]), (Extra) a[1]),
                (it, i) -> switch (i) {
                    case 0 -> it.branches();
                    default -> it.extra();
                },
                field("branches", new ListOf(BRANCH)));
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
            a -> new Entry.Normal((Long) a[0], (Cmd) a[1], (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.timeMs();
                case 1 -> it.cmd();
                default -> it.extra();
            },
            whenSet("time_ms", new Option(U64)),
            field("cmd", CMD));

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
            a -> new Entry((LogId) a[0], (Entry.Payload) a[1], (Extra) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.logId();
                case 1 -> it.payload();
                default -> it.extra();
            },
            field("log_id", LOG_ID),
            field("payload", PAYLOAD));

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <T> Struct<T> struct(
            Class<T> type, Function<Object[], T> build, Kind.Getter<T> getter, Field<T>... fields) {
        return new Struct<>(type, List.of(fields), build, getter);
    }

    private static <T> Field<T> field(String name, Kind kind) {
        return new Field<>(name, () -> kind, Presence.ALWAYS, null, null);
    }

    private static <T> Field<T> lazy(String name, Supplier<Kind> kind) {
        return new Field<>(name, kind, Presence.ALWAYS, null, null);
    }

    private static <T> Field<T> whenSet(String name, Kind kind) {
        return new Field<>(name, () -> kind, Presence.WHEN_SET, null, null);
    }

    private static <T> Field<T> sinceLater(String name, Kind kind, Object normal) {
        return new Field<>(name, () -> kind, Presence.SINCE_LATER, normal, null);
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
