package io.metash.command;

import io.metash.catalog.view.KeyValues;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.session.CacheDirectory;
import io.metash.session.KeyRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The keys of the current session; counts reads, and stops on cancellation. */
public final class ContextStore implements KeyValues {
    private final CommandContext context;

    public ContextStore(CommandContext context) {
        this.context = context;
    }

    @Override
    public Optional<SeqV> get(Bytes key) throws IOException {
        context.cancel().check();
        return Optional.ofNullable(context.session().get(key));
    }

    @Override
    public Path scratch() {
        return CacheDirectory.ofUser().scratch();
    }

    @Override
    public KvCursor scan(Bytes prefix) throws IOException {
        KeyRange range = KeyRange.ofPrefix(prefix);
        return context.scan(range.from(), range.to());
    }
}
