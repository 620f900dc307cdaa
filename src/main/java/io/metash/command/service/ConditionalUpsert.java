package io.metash.command.service;

import io.metash.client.TxnOutcome;
import io.metash.output.CommandWord;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.SeqV;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compare-and-set: a put on condition that the key has a given sequence number. */
final class ConditionalUpsert {
    private static final long EQUAL = 0;

    private final Bytes key;
    private final long seq;

    /** Creates a put on condition that the key has this sequence number (u64); 0 means that the key does not exist. */
    ConditionalUpsert(Bytes key, long seq) {
        this.key = key;
        this.seq = seq;
    }

    /** Parses a sequence number. */
    static long seq(String text) {
        try {
            return U64.parse(text);
        } catch (NumberFormatException wrong) {
            throw Failure.of(ExitStatus.USAGE, "--if-seq takes a sequence number, not '" + text + "'")
                    .next("get KEY shows it; --if-seq 0: only if the key does not exist");
        }
    }

    /** The transaction; its else part reads the key, to report the actual state. */
    Cmd.Transaction put(Bytes value, @Nullable Long ttlMs, @Nullable Long expireAtMs) {
        TxnOp.Put put = TxnOp.Put.of(key, value).withExpiry(expireAtMs, ttlMs);
        return new Cmd.Transaction(
                List.of(),
                List.of(new TxnCondition(key, EQUAL, new TxnCondition.Seq(seq), UnknownFields.NONE)),
                List.of(new TxnOp(put, UnknownFields.NONE)),
                List.of(new TxnOp(new TxnOp.Get(key, UnknownFields.NONE), UnknownFields.NONE)),
                UnknownFields.NONE);
    }

    /** The result of the put; fails with status 1 if the key had another sequence number. */
    TxnOutcome.Result result(TxnOutcome outcome) {
        TxnOutcome.Result result = outcome.results().get(0);
        if (outcome.success()) {
            return result;
        }
        SeqV after = result.after();
        String what = "no such key";
        if (after != null) {
            what = "the key has sequence number " + U64.text(after.seq()) + ", not " + U64.text(seq);
        }
        throw Failure.of(ExitStatus.NO, what + ": nothing was set").at(CommandWord.quote(key));
    }
}
