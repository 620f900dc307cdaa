package io.metash.record;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A source of records that closes its store together with it.
 *
 * @param source the records
 * @param owner the store
 */
public record OwningSource(RecordSource source, Closeable owner) implements RecordSource {
    @Override
    public MetaRecord next() throws IOException {
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
        try (owner) {
            source.close();
        }
    }
}
