package io.metash.files;

import io.metash.record.ShellWord;
import java.nio.file.Path;

/** Advice for a Raft directory with a damaged file. */
public final class DamagedStore {
    private DamagedStore() {}

    /** The commands to type when the file is in a Raft directory; other advice for a single file. */
    public static String next(Path file) {
        Path up = file.toAbsolutePath().normalize();
        for (Path parent = up.getParent(); parent != null; parent = parent.getParent()) {
            if (up.endsWith("df_meta")) {
                return nextFor(parent);
            }
            up = parent;
        }
        return "use another copy of the file, or import a backup";
    }

    /** The commands to type for a damaged Raft directory. */
    public static String nextFor(Path raftDir) {
        return "save the intact part: metash export --raft-dir " + ShellWord.of(raftDir)
                + " --salvage --db FILE; open it: connect " + ShellWord.of(raftDir)
                + " --salvage; list the damage: metash verify " + ShellWord.of(raftDir);
    }
}
