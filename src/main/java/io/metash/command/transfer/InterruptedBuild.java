package io.metash.command.transfer;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.nio.file.Path;

/** Explains that an interrupted import or upgrade has changed nothing. */
final class InterruptedBuild {
    private InterruptedBuild() {}

    /** Adds place and reason to an interruption without them; returns other failures as they are. */
    static Failure explain(Failure failure, Path raftDir) {
        if (failure.status() != ExitStatus.INTERRUPTED || failure.why() != null) {
            return failure;
        }
        return failure.at(raftDir.toString())
                .because("the new store was being built; nothing was changed")
                .next("run the same command again");
    }
}
