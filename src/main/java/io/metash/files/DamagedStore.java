package io.metash.files;

import io.metash.record.ShellWord;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Advice for a Raft directory with a damaged file. */
public final class DamagedStore {
    private DamagedStore() {}

    /** The commands to type when the file is in a Raft directory; other advice for a single file. */
    public static String next(Path file) {
        for (Path up = file.toAbsolutePath().normalize(); up != null; up = up.getParent()) {
            if (up.endsWith("df_meta") && up.getParent() != null) {
                return nextFor(up.getParent());
            }
        }
        return "use another copy of the file, or import a backup";
    }

    /** The commands to type for a damaged Raft directory. */
    public static String nextFor(@Nullable Path raftDir) {
        return "save the intact part: metash export --raft-dir " + ShellWord.of(raftDir)
                + " --salvage --db FILE; open it: connect " + ShellWord.of(raftDir)
                + " --salvage; list the damage: metash verify " + ShellWord.of(raftDir);
    }
}
