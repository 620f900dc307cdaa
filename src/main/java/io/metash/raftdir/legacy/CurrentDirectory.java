package io.metash.raftdir.legacy;

import io.metash.raftdir.RaftDir;
import io.metash.raftdir.StoreHeader;
import io.metash.record.Note;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.util.List;

/** A directory of V004. */
final class CurrentDirectory implements StoredDirectory {
    private final RaftDir dir;

    CurrentDirectory(RaftDir dir) {
        this.dir = dir;
    }

    @Override
    public String version() {
        // While old data is being removed, VERSION still has the old version; the data that is read is V004.
        return StoreHeader.V004.version();
    }

    @Override
    public RecordSource export() {
        return dir.export();
    }

    @Override
    public boolean serverRunning() {
        return dir.serverRunning();
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
        return List.of();
    }

    @Override
    public void close() throws IOException {
        dir.close();
    }
}
