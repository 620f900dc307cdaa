package io.metash.raftdir.legacy;

import io.metash.raftdir.RaftDir;
import io.metash.record.Note;
import io.metash.record.RecordSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A Raft directory of any data version, opened for reading only. */
public interface StoredDirectory extends Closeable {
    /**
     * Opens a directory.
     *
     * @throws io.metash.record.Failure when there is no store, or it is damaged
     */
    static StoredDirectory open(Path raftDir, LiftOptions lifting) throws IOException {
        if (LegacyDir.isAt(raftDir)) {
            return new LiftedDirectory(LegacyDir.open(raftDir), lifting);
        }
        return new CurrentDirectory(RaftDir.open(raftDir));
    }

    /** Opens the intact part of a damaged directory. */
    static StoredDirectory salvage(Path raftDir, LiftOptions lifting) throws IOException {
        if (LegacyDir.isAt(raftDir)) {
            return new LiftedDirectory(LegacyDir.salvage(raftDir), lifting);
        }
        return new CurrentDirectory(RaftDir.salvage(raftDir));
    }

    /** The data version that the store is kept in. */
    String version();

    /** All records, as those of V004, in the order of an export. Closing them leaves the directory open. */
    RecordSource export() throws IOException;

    /** Whether the store was kept without Raft, as an embedded Databend did. */
    default boolean withoutRaft() {
        return false;
    }

    /** Whether a server was running on the directory when it was opened. */
    boolean serverRunning();

    /** What a user should know, one sentence each. */
    List<Note> notes();

    /** What of a damaged store is not here, one sentence each. Complete at the end of the records. */
    List<String> losses();

    /** What was lifted, one sentence each; none for V004. Complete at the end of the records. */
    List<String> lifted();
}
