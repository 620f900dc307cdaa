package io.metash.record;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source that forwards to another one, except what a subclass changes. It is not divided into pieces. */
public abstract class ForwardingSource implements RecordSource {
    private final RecordSource source;

    /** Creates a source over another one; closing this closes it. */
    protected ForwardingSource(RecordSource source) {
        this.source = source;
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        return source.next();
    }

    @Override
    public String position() {
        return source.position();
    }

    @Override
    public long line() {
        return source.line();
    }

    @Override
    public long bytesRead() {
        return source.bytesRead();
    }

    @Override
    public long bytesTotal() {
        return source.bytesTotal();
    }

    @Override
    public Optional<String> dataVersion() throws IOException {
        return source.dataVersion();
    }

    @Override
    public Map<String, Long> leftOut() {
        return source.leftOut();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
