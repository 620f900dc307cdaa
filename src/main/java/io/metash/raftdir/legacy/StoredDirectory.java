package io.metash.raftdir.legacy;

import io.metash.raftdir.RaftDir;
import io.metash.record.Note;
import io.metash.record.RecordSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A Raft directory of any data version, opened read-only. */
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

    /** The data version of the store on disk. */
    String version();

    /** All records converted to V004, in export order. Closing them leaves the directory open. */
    RecordSource export() throws IOException;

    /** Whether the store was written without Raft, by an embedded Databend. */
    default boolean withoutRaft() {
        return false;
    }

    /** Whether a server was running on the directory at opening. */
    boolean serverRunning();

    /** Notes for the user, one sentence each. */
    List<Note> notes();

    /** Parts of a damaged store that are missing, one sentence each. Complete at the end of the records. */
    List<String> losses();

    /** Conversions, one sentence each; empty for V004. Complete at the end of the records. */
    List<String> lifted();
}
