package io.metash.files;

import io.metash.record.ShellWord;
import java.nio.file.Path;

/** What to do about a Raft directory of which a file is damaged. */
public final class DamagedStore {
    private DamagedStore() {}

    /** The commands to type, when the file lies in a Raft directory; else what can be done about a single file. */
    public static String next(Path file) {
        for (Path up = file.toAbsolutePath().normalize(); up != null; up = up.getParent()) {
            if (up.endsWith("df_meta") && up.getParent() != null) {
                return nextFor(up.getParent());
            }
        }
        return "take another copy of it, or import a backup";
    }

    /** The commands to type for a damaged Raft directory. */
    public static String nextFor(Path raftDir) {
        return "metash export --raft-dir " + ShellWord.of(raftDir)
                + " --salvage --db FILE saves what is sound, connect " + ShellWord.of(raftDir)
                + " --salvage shows it; metash verify " + ShellWord.of(raftDir) + " tells how much that is";
    }
}
