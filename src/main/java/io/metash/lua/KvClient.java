package io.metash.lua;

import io.metash.client.TxnOutcome;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.SeqV;
import java.io.Closeable;

/** The keys of a store as a script reaches them. Several threads may use it. Every call throws a Failure when it fails. */
public interface KvClient extends Closeable {
    /** The value of a key, or null. */
    SeqV get(Bytes key);

    /** Sets a key. */
    TxnOutcome.Result upsert(Bytes key, Bytes value);

    /** Runs a transaction. */
    TxnOutcome transaction(Cmd.Transaction transaction);
}
