package io.metash.record;

import static io.metash.record.Shape.Plain.BOOL;
import static io.metash.record.Shape.Plain.BYTES;
import static io.metash.record.Shape.Plain.I32;
import static io.metash.record.Shape.Plain.I64;
import static io.metash.record.Shape.Plain.KEY;
import static io.metash.record.Shape.Plain.U64;
import static io.metash.record.ShapeForms.cast;
import static io.metash.record.ShapeForms.field;
import static io.metash.record.ShapeForms.lazy;
import static io.metash.record.ShapeForms.maybe;
import static io.metash.record.ShapeForms.oneOf;
import static io.metash.record.ShapeForms.orAbsent;
import static io.metash.record.ShapeForms.orNull;
import static io.metash.record.ShapeForms.sinceLater;
import static io.metash.record.ShapeForms.struct;
import static io.metash.record.ShapeForms.variant;
import static io.metash.record.ShapeForms.whenSet;

import io.metash.record.Shape.ListOf;
import io.metash.record.Shape.OneOf;
import io.metash.record.Shape.Option;
import io.metash.record.Shape.Struct;

/** The shapes of transactions, loaded on demand: many logs have none. */
final class TxnShapes {
    private TxnShapes() {}

    static final OneOf TARGET = oneOf(
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
            a -> new TxnCondition((Bytes) a[0], (Long) a[1], (TxnCondition.Target) a[2], (UnknownFields) a[3]),
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
            a -> new TxnCondition.Expression((Long) a[0], cast(a[1]), cast(a[2]), (UnknownFields) a[3]),
            (it, i) -> switch (i) {
                case 0 -> it.operator();
                case 1 -> it.subExpressions();
                case 2 -> it.conditions();
                default -> it.extra();
            },
            field("operator", I32),
            lazy("sub_expressions", () -> TxnShapes.EXPRESSIONS),
            field("conditions", new ListOf(TXN_CONDITION)));

    private static final Shape EXPRESSIONS = new ListOf(EXPRESSION);

    private static final Struct<TxnOp.Get> GET = struct(
            TxnOp.Get.class,
            a -> new TxnOp.Get((Bytes) a[0], (UnknownFields) a[1]),
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
                    (UnknownFields) a[6]),
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
            a -> new TxnOp.Delete((Bytes) a[0], (Boolean) orNull(a[1]), maybe(a[2]), (UnknownFields) a[3]),
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
            a -> new TxnOp.DeleteByPrefix((Bytes) a[0], (UnknownFields) a[1]),
            (it, i) -> switch (i) {
                case 0 -> it.prefix();
                default -> it.extra();
            },
            field("prefix", KEY));

    private static final Struct<TxnOp.FetchIncrease> FETCH_INCREASE = struct(
            TxnOp.FetchIncrease.class,
            a -> new TxnOp.FetchIncrease((Bytes) a[0], (Long) a[1], (Long) a[2], maybe(a[3]), (UnknownFields) a[4]),
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
                    (Bytes) a[0], (Bytes) a[1], (Bytes) a[2], (Long) a[3], (Long) a[4], (UnknownFields) a[5]),
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
            a -> new TxnOp((TxnOp.Request) a[0], (UnknownFields) a[1]),
            (it, i) -> switch (i) {
                case 0 -> it.request();
                default -> it.extra();
            },
            field("request", new Option(REQUEST)));

    private static final Struct<TxnOp.Conditional> CONDITIONAL = struct(
            TxnOp.Conditional.class,
            a -> new TxnOp.Conditional((TxnCondition.Expression) a[0], cast(a[1]), (UnknownFields) a[2]),
            (it, i) -> switch (i) {
                case 0 -> it.predicate();
                case 1 -> it.operations();
                default -> it.extra();
            },
            field("predicate", new Option(EXPRESSION)),
            field("operations", new ListOf(TXN_OP)));

    static final Struct<Cmd.Transaction> TRANSACTION = struct(
            Cmd.Transaction.class,
            a -> new Cmd.Transaction(cast(a[0]), cast(a[1]), cast(a[2]), cast(a[3]), (UnknownFields) a[4]),
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
