package io.metash.command.script;

import io.metash.client.MetaClient;
import io.metash.client.TxnOutcome;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.lua.KvClient;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.SeqV;
import io.metash.session.EndpointSession;
import io.metash.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The open session as a client for Lua scripts. Writes require a running service and {@code rw on}. */
final class SessionClient implements KvClient {
    private final CommandContext context;
    private final Session session;

    SessionClient(CommandContext context, Session session) {
        this.context = context;
        this.session = session;
    }

    /** Synchronized, since sessions on stores at rest are not thread-safe. */
    @Override
    public synchronized @Nullable SeqV get(Bytes key) {
        try {
            return session.get(key);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private MetaClient writable() {
        context.requireWritable(session);
        return ((EndpointSession) session).client();
    }

    @Override
    public TxnOutcome.Result upsert(Bytes key, Bytes value) {
        TxnOutcome.Result result = writable().upsert(key, value, null);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("key", key.text());
        Audit.record(context, "lua upsert", session.name() + " " + session.place(), facts);
        return result;
    }

    @Override
    public TxnOutcome transaction(Cmd.Transaction transaction) {
        TxnOutcome outcome = writable().transaction(transaction);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("path", outcome.path());
        facts.put("operations", Integer.toString(outcome.results().size()));
        Audit.record(context, "lua txn", session.name() + " " + session.place(), facts);
        return outcome;
    }

    /** Does nothing, since the session outlives the script. */
    @Override
    public void close() {}
}
