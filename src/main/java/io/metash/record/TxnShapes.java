package io.metash.record;

import static io.metash.record.Shape.Plain.BOOL;
import static io.metash.record.Shape.Plain.BYTES;
import static io.metash.record.Shape.Plain.I32;
import static io.metash.record.Shape.Plain.I64;
import static io.metash.record.Shape.Plain.KEY;
import static io.metash.record.Shape.Plain.U64;
import static io.metash.record.ShapeForms.field;
import static io.metash.record.ShapeForms.lazy;
import static io.metash.record.ShapeForms.maybe;
import static io.metash.record.ShapeForms.oneOf;
import static io.metash.record.ShapeForms.orAbsent;
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
            a -> new TxnCondition(a.get(0), a.get(1), a.get(2), a.unknown()),
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
            a -> new TxnCondition.Expression(a.get(0), a.get(1), a.get(2), a.unknown()),
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
            a -> new TxnOp.Get(a.get(0), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.key();
                default -> it.extra();
            },
            field("key", KEY));

    private static final Struct<TxnOp.Put> PUT = struct(
            TxnOp.Put.class,
            a -> new TxnOp.Put(a.get(0), a.get(1), a.orNull(2), a.get(3), a.get(4), a.optionalU64(5), a.unknown()),
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
            a -> new TxnOp.Delete(a.get(0), a.orNull(1), a.optionalU64(2), a.unknown()),
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
            a -> new TxnOp.DeleteByPrefix(a.get(0), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.prefix();
                default -> it.extra();
            },
            field("prefix", KEY));

    private static final Struct<TxnOp.FetchIncrease> FETCH_INCREASE = struct(
            TxnOp.FetchIncrease.class,
            a -> new TxnOp.FetchIncrease(a.get(0), a.get(1), a.get(2), a.optionalU64(3), a.unknown()),
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
            a -> new TxnOp.PutSequential(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4), a.unknown()),
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
            a -> new TxnOp(a.get(0), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.request();
                default -> it.extra();
            },
            field("request", new Option(REQUEST)));

    private static final Struct<TxnOp.Conditional> CONDITIONAL = struct(
            TxnOp.Conditional.class,
            a -> new TxnOp.Conditional(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.predicate();
                case 1 -> it.operations();
                default -> it.extra();
            },
            field("predicate", new Option(EXPRESSION)),
            field("operations", new ListOf(TXN_OP)));

    static final Struct<Cmd.Transaction> TRANSACTION = struct(
            Cmd.Transaction.class,
            a -> new Cmd.Transaction(a.get(0), a.get(1), a.get(2), a.get(3), a.unknown()),
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
