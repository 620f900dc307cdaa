package io.metash.lua;

import io.metash.client.TxnOutcome;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.SeqV;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** Access of scripts to the keys of a store. Thread-safe. Every method throws a Failure on error. */
public interface KvClient extends Closeable {
    /** Returns the value of a key, or null. */
    @Nullable
    SeqV get(Bytes key);

    /** Sets a key. */
    TxnOutcome.Result upsert(Bytes key, Bytes value);

    /** Runs a transaction. */
    TxnOutcome transaction(Cmd.Transaction transaction);
}
