package io.metash.command.completion;

import io.metash.command.CommandContext;
import io.metash.command.KeyCache;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.session.Segment;
import io.metash.session.Segments;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a session for completion. In a store at rest, only the shown candidates are read; a running service is
 * never queried, its keys come from the {@link KeyCache}.
 */
final class SessionKeys {
    private final CommandContext context;
    private final Session session;
    private final Cancel cancel;

    private SessionKeys(CommandContext context, Session session, Cancel cancel) {
        this.context = context;
        this.session = session;
        this.cancel = cancel;
    }

    /** The candidates in a session, relative to its current prefix. */
    static KeyCandidates candidates(CommandContext context, Session session, Cancel cancel) {
        return new KeyCandidates(
                context,
                new SessionKeys(context, session, cancel)::segments,
                context.state(session).directory(),
                context.shell().lastListed(session));
    }

    private List<Segment> segments(Bytes prefix) throws IOException {
        if (session.kind() == SessionKind.ENDPOINT) {
            KeyCache cache = context.state(session).keys();
            return Segments.complete(cache::scan, prefix, KeyCandidates.MAX + 1);
        }
        ReentrantLock busy = context.state(session).busy();
        try {
            while (!busy.tryLock(20, TimeUnit.MILLISECONDS)) {
                cancel.check();
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        try {
            return Segments.complete(this::watched, prefix, KeyCandidates.MAX + 1);
        } finally {
            busy.unlock();
        }
    }

    private KvCursor watched(Bytes from, @Nullable Bytes to) throws IOException {
        KvCursor cursor = session.scan(from, to);
        return new KvCursor() {
            @Override
            public boolean next() throws IOException {
                cancel.check();
                return cursor.next();
            }

            @Override
            public Bytes key() {
                return cursor.key();
            }

            @Override
            public SeqV value() {
                return cursor.value();
            }

            @Override
            public void close() throws IOException {
                cursor.close();
            }
        };
    }
}
