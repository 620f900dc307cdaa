package io.metash.session;

import io.metash.integrity.StoreCheck;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Bytes;
import io.metash.record.Entry;
import io.metash.record.ForwardingSource;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.record.SeqV;
import io.metash.record.StoreFacts;
import io.metash.state.ExpiryCursor;
import io.metash.state.ReadStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of an export file. */
final class FileParts implements StoreParts {
    private final ExportFile file;
    private final FileIndex index;

    FileParts(ExportFile file) {
        this.file = file;
        this.index = file.index();
    }

    @Override
    public SessionKind kind() {
        return SessionKind.FILE;
    }

    @Override
    public StoreStatus.Raft raft() {
        StoreFacts facts = StoreFacts.of(index.facts());
        String version =
                file.lifted().map(LiftedCopy::dataVersion).orElse(facts.version() == null ? "?" : facts.version());
        return new StoreStatus.Raft(version, facts.nodeId(), facts.vote(), facts.committed(), facts.purged());
    }

    @Override
    public StoreStatus.Log log() {
        return new StoreStatus.Log(
                index.firstLog(), index.lastLog(), index.log().rows(), 0, -1);
    }

    @Override
    public EntryCursor entries(long fromIndex) throws IOException {
        FileRowSource.Walk rows = file.rows().entries(fromIndex);
        return new EntryCursor() {
            @Override
            public @Nullable Entry next() throws IOException {
                return FileRows.entry(rows.next());
            }

            @Override
            public String position() {
                return rows.position();
            }

            @Override
            public long bytesRead() {
                return rows.bytesRead();
            }

            @Override
            public void close() {
                // The file stays open for the session.
            }
        };
    }

    @Override
    public StoreStatus.Snapshot snapshot() {
        LogId applied = StoreFacts.of(index.facts()).lastApplied();
        return new StoreStatus.Snapshot(null, applied, index.kvs().rows(), -1);
    }

    @Override
    public List<MetaRecord> snapshotFacts() {
        return index.facts();
    }

    @Override
    public List<String> snapshotFeatures() {
        return List.of();
    }

    @Override
    public long snapshotExpiring() {
        return index.expires().rows();
    }

    @Override
    public ReadStore snapshotRows() {
        return new ReadStore() {
            @Override
            public @Nullable SeqV get(Bytes key) throws IOException {
                return file.rows().get(key);
            }

            @Override
            public KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) throws IOException {
                return file.rows().scan(fromInclusive, toExclusive);
            }

            @Override
            public ExpiryCursor expiries() throws IOException {
                FileRowSource.Walk rows = file.rows().expires();
                return new ExpiryRows(() -> (MetaRecord.Expire) rows.next(), () -> {});
            }
        };
    }

    /** Returns the lines as read; they are written in the current form, with a matching header. */
    @Override
    public RecordSource export() throws IOException {
        return new ForwardingSource(file.records()) {
            @Override
            public @Nullable MetaRecord next() throws IOException {
                MetaRecord record = super.next();
                if (record instanceof MetaRecord.Header) {
                    return MetaRecord.Header.V004;
                }
                return record;
            }

            @Override
            public Optional<String> dataVersion() {
                return Optional.of(raft().version());
            }

            @Override
            public Map<String, Long> leftOut() {
                return file.lifted().map(LiftedCopy::leftOut).orElse(Map.of());
            }
        };
    }

    @Override
    public Set<StoreCheck> accepted(ConnectOptions options) {
        if (file.lifted().isPresent()) {
            return LiftedCopy.lenient(options).accepted();
        }
        return options.accepted();
    }

    @Override
    public List<String> notes() {
        List<String> notes =
                new ArrayList<>(file.lifted().map(LiftedCopy::notes).orElse(List.of()));
        notes.addAll(index.notes());
        if (file.packed()) {
            notes.add("the file is compressed; its text was decompressed into a scratch file");
        }
        return notes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
