package io.metash.record;

import static io.metash.record.Shape.Plain.BYTES;
import static io.metash.record.Shape.Plain.I64;
import static io.metash.record.Shape.Plain.KEY;
import static io.metash.record.Shape.Plain.U64;
import static io.metash.record.ShapeForms.cast;
import static io.metash.record.ShapeForms.field;
import static io.metash.record.ShapeForms.oneOf;
import static io.metash.record.ShapeForms.struct;
import static io.metash.record.ShapeForms.variant;

import io.metash.record.Shape.ListOf;
import io.metash.record.Shape.OneOf;
import io.metash.record.Shape.Option;
import io.metash.record.Shape.Struct;
import io.metash.record.Shape.Variant;
import java.util.List;

/** The shapes of transactions of branches. */
final class BranchShapes {
    private BranchShapes() {}

    private static final Shape COMPARE =
            new Shape.Names(List.of(KvOp.Compare.values()), value -> ((KvOp.Compare) value).text());

    private static final Struct<KvOp.Leaf> LEAF = struct(
            KvOp.Leaf.class,
            a -> new KvOp.Leaf(a.get(0), a.get(1), a.get(2), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.key();
                case 1 -> it.target();
                case 2 -> it.op();
                default -> it.extra();
            },
            field("key", KEY),
            field("target", TxnShapes.TARGET),
            field("op", COMPARE));

    private static final OneOf PREDICATE = oneOf(
            "Predicate",
            new Variant(
                    "And", KvOp.And.class, () -> BranchShapes.PREDICATES, v -> new KvOp.And(cast(v)), v -> ((KvOp.And)
                                    v)
                            .predicates()),
            new Variant(
                    "Or", KvOp.Or.class, () -> BranchShapes.PREDICATES, v -> new KvOp.Or(cast(v)), v -> ((KvOp.Or) v)
                            .predicates()),
            variant("Leaf", LEAF));

    private static final Shape PREDICATES = new ListOf(PREDICATE);

    private static final Struct<KvOp.Lookup> LOOKUP = struct(
            KvOp.Lookup.class,
            a -> new KvOp.Lookup(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.key();
                case 1 -> it.matchSeq();
                default -> it.extra();
            },
            field("key", KEY),
            field("match_seq", new Option(U64)));

    private static final Struct<KvOp.Content> CONTENT = struct(
            KvOp.Content.class,
            a -> new KvOp.Content(a.get(0), a.get(1), a.get(2), a.unknown()),
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
                            a -> new KvOp.Get(a.get(0), a.unknown()),
                            (it, i) -> switch (i) {
                                case 0 -> it.key();
                                default -> it.extra();
                            },
                            field("key", KEY))),
            variant(
                    "Put",
                    struct(
                            KvOp.Put.class,
                            a -> new KvOp.Put(a.get(0), a.get(1), a.unknown()),
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
                            a -> new KvOp.Delete(a.get(0), a.unknown()),
                            (it, i) -> switch (i) {
                                case 0 -> it.target();
                                default -> it.extra();
                            },
                            field("target", LOOKUP))),
            variant(
                    "DeleteByPrefix",
                    struct(
                            KvOp.DeleteByPrefix.class,
                            a -> new KvOp.DeleteByPrefix(a.get(0), a.unknown()),
                            (it, i) -> switch (i) {
                                case 0 -> it.prefix();
                                default -> it.extra();
                            },
                            field("prefix", KEY))),
            variant(
                    "FetchIncreaseU64",
                    struct(
                            KvOp.FetchIncrease.class,
                            a -> new KvOp.FetchIncrease(a.get(0), a.get(1), a.get(2), a.unknown()),
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
                            a -> new KvOp.PutSequential(a.get(0), a.get(1), a.get(2), a.unknown()),
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
            a -> new KvOp.Branch(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.predicate();
                case 1 -> it.operations();
                default -> it.extra();
            },
            field("predicate", PREDICATE),
            field("operations", new ListOf(KV_OP)));

    static final Struct<Cmd.KvTransaction> KV_TRANSACTION = struct(
            Cmd.KvTransaction.class,
            a -> new Cmd.KvTransaction(a.get(0), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.branches();
                default -> it.extra();
            },
            field("branches", new ListOf(BRANCH)));
}
