package io.metash.session;

import io.metash.integrity.StoreCheck;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.MetaRecord;
import io.metash.record.Note;
import io.metash.record.RecordSource;
import io.metash.state.ReadStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a Raft directory of V0 to V003, converted to a scratch text of V004 that is searched like an export
 * file.
 */
final class LegacyParts implements StoreParts {
    private final FileParts text;
    private final @Nullable String snapshotId;
    private final long logBytes;
    private final List<String> notes;
    private final List<String> losses;

    /** Creates the parts from the converted text; the directory can be closed. */
    LegacyParts(LegacyDir dir, FileParts text) throws IOException {
        this.text = text;
        this.snapshotId = dir.snapshotId().orElse(null);
        this.logBytes = dir.logBytes();
        this.notes = new ArrayList<>(Note.texts(dir.notes()));
        this.losses = dir.losses();
        notes.addAll(text.notes());
    }

    @Override
    public SessionKind kind() {
        return SessionKind.DIRECTORY;
    }

    @Override
    public StoreStatus.Raft raft() {
        return text.raft();
    }

    @Override
    public StoreStatus.Log log() {
        StoreStatus.Log log = text.log();
        return new StoreStatus.Log(log.first(), log.last(), log.entries(), log.uncommitted(), logBytes);
    }

    @Override
    public EntryCursor entries(long fromIndex) throws IOException {
        return text.entries(fromIndex);
    }

    @Override
    public StoreStatus.Snapshot snapshot() {
        StoreStatus.Snapshot snapshot = text.snapshot();
        return new StoreStatus.Snapshot(snapshotId, snapshot.lastApplied(), snapshot.keys(), snapshot.bytes());
    }

    @Override
    public List<MetaRecord> snapshotFacts() {
        return text.snapshotFacts();
    }

    @Override
    public List<String> snapshotFeatures() {
        return text.snapshotFeatures();
    }

    @Override
    public long snapshotExpiring() {
        return text.snapshotExpiring();
    }

    @Override
    public ReadStore snapshotRows() {
        return text.snapshotRows();
    }

    @Override
    public RecordSource export() throws IOException {
        return text.export();
    }

    @Override
    public Set<StoreCheck> accepted(ConnectOptions options) {
        return text.accepted(options);
    }

    @Override
    public List<String> losses() {
        return losses;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
