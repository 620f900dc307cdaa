package io.metash.raftdir.legacy;

import io.metash.record.Note;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.util.List;

/** A directory of V0 to V003 whose records are converted to V004. */
final class LiftedDirectory implements StoredDirectory {
    private final LegacyDir dir;
    private final LiftOptions lifting;

    LiftedDirectory(LegacyDir dir, LiftOptions lifting) {
        this.dir = dir;
        this.lifting = lifting;
    }

    @Override
    public String version() {
        return dir.version();
    }

    @Override
    public RecordSource export() throws IOException {
        return dir.export(lifting);
    }

    @Override
    public boolean withoutRaft() {
        return dir.withoutRaft();
    }

    @Override
    public boolean serverRunning() {
        return dir.server().isPresent();
    }

    @Override
    public List<Note> notes() {
        return dir.notes();
    }

    @Override
    public List<String> losses() {
        return dir.losses();
    }

    @Override
    public List<String> lifted() {
        return dir.lifted();
    }

    @Override
    public void close() throws IOException {
        dir.close();
    }
}
