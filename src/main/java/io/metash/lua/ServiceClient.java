package io.metash.lua;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.client.TxnOutcome;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Cmd;
import io.metash.record.SeqV;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client of a running service. Parses its address on the first call, so that an invalid address fails that call. */
public final class ServiceClient implements KvClient {
    private final String address;
    private final ClientOptions options;
    private final Supplier<Cancel> cancel;
    private @Nullable MetaClient client;

    /** Creates a client that connects on its first call. */
    public ServiceClient(String address, ClientOptions options, Supplier<Cancel> cancel) {
        this.address = address;
        this.options = options;
        this.cancel = cancel;
    }

    private synchronized MetaClient client() {
        if (client == null) {
            client = new MetaClient(Address.parseList(address), options, cancel);
        }
        return client;
    }

    @Override
    public @Nullable SeqV get(Bytes key) {
        return client().get(key);
    }

    @Override
    public TxnOutcome.Result upsert(Bytes key, Bytes value) {
        return client().upsert(key, value, null);
    }

    @Override
    public TxnOutcome transaction(Cmd.Transaction transaction) {
        return client().transaction(transaction);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
