package io.metash.raftdir.legacy;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.raftdir.Snapshot;
import io.metash.record.KvMeta;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a V003 snapshot, which is a rotbl table as in V004. Programs of V003 wrote the field of an empty meta.
 */
final class SnapshotTableRun implements LineRun {
    private static final byte[] EMPTY_META = "\"meta\":{}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL_EXPIRY = "\"meta\":{\"expire_at\":null}".getBytes(StandardCharsets.US_ASCII);

    private final RecordSource records;
    private final LineWriter writer = new LineWriter();
    private final JsonOut out = new JsonOut(1024);

    SnapshotTableRun(Snapshot snapshot) {
        this.records = snapshot.records();
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        MetaRecord record = records.next();
        if (record == null) {
            return null;
        }
        out.reset();
        writer.write(record, out);
        byte[] line = Arrays.copyOf(out.array(), out.length());
        boolean empty = record instanceof MetaRecord.Kv kv && isEmpty(kv.value().meta());
        if (empty) {
            return withField(line);
        }
        return line;
    }

    private static boolean isEmpty(@Nullable KvMeta meta) {
        return meta != null
                && meta.expireAt() == null
                && meta.proposedAtMs() == null
                && meta.extra().fields().isEmpty();
    }

    /** Quotes in a key are escaped, so the first match of these bytes is the meta. */
    private static byte[] withField(byte[] line) {
        int at = 0;
        while (!Arrays.equals(line, at, at + EMPTY_META.length, EMPTY_META, 0, EMPTY_META.length)) {
            at++;
        }
        byte[] longer = new byte[line.length + NULL_EXPIRY.length - EMPTY_META.length];
        System.arraycopy(line, 0, longer, 0, at);
        System.arraycopy(NULL_EXPIRY, 0, longer, at, NULL_EXPIRY.length);
        int rest = at + EMPTY_META.length;
        System.arraycopy(line, rest, longer, at + NULL_EXPIRY.length, line.length - rest);
        return longer;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
