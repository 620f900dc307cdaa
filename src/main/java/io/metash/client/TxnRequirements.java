package io.metash.client;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.wire.BooleanExpression;
import io.metash.wire.TxnCondition;
import io.metash.wire.TxnOp;
import io.metash.wire.TxnRequest;
import io.metash.wire.Versions;
import java.util.List;

/**
 * Checks the server version that a transaction needs (meta-service-api §2.2). Older servers would ignore unknown
 * fields and execute something else.
 */
final class TxnRequirements {
    private final Address address;
    private final long version;

    private TxnRequirements(Address address, long version) {
        this.address = address;
        this.version = version;
    }

    /** Rejects a transaction that a server of that version would misread. */
    static void check(TxnRequest request, Address address, long version) {
        TxnRequirements needs = new TxnRequirements(address, version);
        needs.from(Versions.TRANSACTION, "a transaction");
        request.getConditionList().forEach(needs::condition);
        needs.operations(request.getIfThenList());
        needs.operations(request.getElseThenList());
        request.getOperationsList().forEach(branch -> {
            needs.from(Versions.TXN_BRANCHES, "a branch with a condition of its own");
            needs.expression(branch.getPredicate());
            needs.operations(branch.getOperationsList());
        });
    }

    private void from(long since, String what) {
        if (U64.compare(version, since) < 0) {
            throw Failure.of(ExitStatus.VERSION, "the meta service is too old for " + what)
                    .at(address.toString())
                    .because("It requires version " + Versions.text(since) + ", this is " + Versions.text(version)
                            + "; it would run something else.");
        }
    }

    private void condition(TxnCondition condition) {
        if (condition.hasKeysWithPrefix()) {
            from(Versions.TXN_KEYS_WITH_PREFIX, "a condition on a number of keys");
        }
    }

    private void expression(BooleanExpression expression) {
        expression.getConditionsList().forEach(this::condition);
        expression.getSubExpressionsList().forEach(this::expression);
    }

    private void operations(List<TxnOp> operations) {
        for (TxnOp op : operations) {
            if (op.hasPut() && op.getPut().hasMatchSeq()) {
                from(Versions.KV_TRANSACTION, "a put with a sequence number to match");
            } else if (op.hasFetchIncreaseU64()) {
                from(Versions.TXN_FETCH_ADD, "an increase");
                if (op.getFetchIncreaseU64().getMaxValue() != 0) {
                    from(Versions.TXN_FETCH_INCREASE, "an increase from a floor");
                }
            } else if (op.hasPutSequential()) {
                from(Versions.EXPIRE_IN_MILLIS, "a put under the next number");
            }
        }
    }
}
