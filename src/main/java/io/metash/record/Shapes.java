package io.metash.record;

import static io.metash.record.Shape.Plain.BOOL;
import static io.metash.record.Shape.Plain.BYTES;
import static io.metash.record.Shape.Plain.KEY;
import static io.metash.record.Shape.Plain.TEXT;
import static io.metash.record.Shape.Plain.U16;
import static io.metash.record.Shape.Plain.U64;
import static io.metash.record.ShapeForms.cast;
import static io.metash.record.ShapeForms.field;
import static io.metash.record.ShapeForms.later;
import static io.metash.record.ShapeForms.oneOf;
import static io.metash.record.ShapeForms.orAbsent;
import static io.metash.record.ShapeForms.sinceLater;
import static io.metash.record.ShapeForms.struct;
import static io.metash.record.ShapeForms.unit;
import static io.metash.record.ShapeForms.variant;
import static io.metash.record.ShapeForms.whenSet;

import io.metash.record.Shape.ListOf;
import io.metash.record.Shape.OneOf;
import io.metash.record.Shape.Option;
import io.metash.record.Shape.Struct;
import java.util.NavigableMap;

/**
 * The shapes of all parts of a record, in field order (record-stream §3 to §9, raft-dir-v004 §2.3). Those of
 * transactions are in {@link TxnShapes} and {@link BranchShapes}.
 */
public final class Shapes {
    private Shapes() {}

    /** {@link LeaderId}. */
    public static final Struct<LeaderId> LEADER_ID = struct(
            LeaderId.class,
            a -> new LeaderId(a.get(0), a.get(1), a.unknown()),
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
            a -> new LogId(a.get(0), a.get(1), a.unknown()),
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
            a -> new Vote(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.leaderId();
                case 1 -> it.committed();
                default -> it.extra();
            },
            field("leader_id", LEADER_ID),
            field("committed", BOOL));

    private static final Struct<Membership.Member> MEMBER = struct(
            Membership.Member.class,
            a -> a.unknown().isEmpty() ? Membership.Member.PLAIN : new Membership.Member(a.unknown()),
            (it, i) -> it.extra());

    /** {@link Membership}. */
    public static final Struct<Membership> MEMBERSHIP = struct(
            Membership.class,
            a -> new Membership(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.configs();
                case 1 -> it.nodes();
                default -> it.extra();
            },
            field("configs", new ListOf(new ListOf(U64))),
            field("nodes", new Shape.ById(MEMBER)));

    /** {@link StoredMembership}. */
    public static final Struct<StoredMembership> STORED_MEMBERSHIP = struct(
            StoredMembership.class,
            a -> new StoredMembership(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.logId();
                case 1 -> it.membership();
                default -> it.extra();
            },
            field("log_id", new Option(LOG_ID)),
            field("membership", MEMBERSHIP));

    private static final Struct<Endpoint> ENDPOINT = struct(
            Endpoint.class,
            a -> new Endpoint(a.get(0), a.<Long>get(1).intValue(), a.unknown()),
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
            a -> new Node(a.get(0), a.get(1), a.get(2), a.unknown()),
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
            a -> new KvMeta(a.get(0), a.get(1), a.unknown()),
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
            a -> new SeqV(a.get(0), a.get(1), a.get(2), a.unknown()),
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
            a -> new Cmd.AddNode(a.get(0), a.get(1), a.orNull(2), a.unknown()),
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
            a -> new Cmd.RemoveNode(a.get(0), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.nodeId();
                default -> it.extra();
            },
            field("node_id", U64));

    private static final Struct<Cmd.SetFeature> SET_FEATURE = struct(
            Cmd.SetFeature.class,
            a -> new Cmd.SetFeature(a.get(0), a.get(1), a.unknown()),
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
            a -> new Cmd.Ttl(a.get(0), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.millis();
                default -> it.extra();
            },
            field("millis", U64));

    private static final Struct<Cmd.MetaSpec> META_SPEC = struct(
            Cmd.MetaSpec.class,
            a -> new Cmd.MetaSpec(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.expireAt();
                case 1 -> it.ttl();
                default -> it.extra();
            },
            field("expire_at", new Option(U64)),
            whenSet("ttl", new Option(TTL)));

    private static final Struct<Cmd.UpsertKv> UPSERT_KV = struct(
            Cmd.UpsertKv.class,
            a -> new Cmd.UpsertKv(a.get(0), a.get(1), a.get(2), a.get(3), a.unknown()),
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

    /** {@link Cmd}. */
    public static final OneOf CMD = oneOf(
            "Cmd",
            variant("AddNode", ADD_NODE),
            variant("RemoveNode", REMOVE_NODE),
            variant("SetFeature", SET_FEATURE),
            variant("UpsertKV", UPSERT_KV),
            later("Transaction", Cmd.Transaction.class, () -> TxnShapes.TRANSACTION),
            later("KvTransaction", Cmd.KvTransaction.class, () -> BranchShapes.KV_TRANSACTION));

    /** The field of a log entry that was written as null until 2025 and is no longer written (decisions 6). */
    public static final String TXID = "txid";

    /** {@link Entry.Normal}. */
    public static final Struct<Entry.Normal> LOG_ENTRY = struct(
            Entry.Normal.class,
            a -> new Entry.Normal(a.get(0), a.get(1), a.unknown()),
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
            a -> new Entry(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.logId();
                case 1 -> it.payload();
                default -> it.extra();
            },
            field("log_id", LOG_ID),
            field("payload", PAYLOAD));

    /** The shape of a map from node id to node. */
    public static final Shape NODES = new Shape.ById(NODE);

    /** Casts a map that was read with the shape {@link #NODES}. */
    public static NavigableMap<Long, Node> nodes(Object value) {
        return cast(value);
    }
}
