package io.metash.command;

import io.metash.catalog.view.KeyValues;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.session.CacheDirectory;
import io.metash.session.KeyRange;
import io.metash.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The keys of a given session, which need not be the current one.
 *
 * @param session the session
 * @param cancel checked at every key
 */
public record SessionStore(Session session, Cancel cancel) implements KeyValues {
    @Override
    public Optional<SeqV> get(Bytes key) throws IOException {
        cancel.check();
        return Optional.ofNullable(session.get(key));
    }

    @Override
    public Path scratch() {
        return CacheDirectory.ofUser().scratch();
    }

    @Override
    public KvCursor scan(Bytes prefix) throws IOException {
        KeyRange range = KeyRange.ofPrefix(prefix);
        KvCursor all = session.scan(range.from(), range.to());
        return new KvCursor() {
            @Override
            public boolean next() throws IOException {
                cancel.check();
                return all.next();
            }

            @Override
            public Bytes key() {
                return all.key();
            }

            @Override
            public SeqV value() {
                return all.value();
            }

            @Override
            public void close() throws IOException {
                all.close();
            }
        };
    }
}
