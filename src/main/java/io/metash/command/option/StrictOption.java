package io.metash.command.option;

import io.metash.record.RecordSource;
import io.metash.upgrade.LiftReport;
import picocli.CommandLine.Option;

/** The option {@code --strict} of commands that read stores of earlier data versions, as a mixin. */
public final class StrictOption {
    @Option(names = "--strict", description = "Refuses an older store with records that V004 cannot hold.")
    private boolean strict;

    /** Whether the option is given. */
    public boolean given() {
        return strict;
    }

    /** Fails if records of a completely read source could not be converted. */
    public void check(RecordSource source, String name) {
        if (strict) {
            LiftReport.refuseLoss(source, name);
        }
    }
}
