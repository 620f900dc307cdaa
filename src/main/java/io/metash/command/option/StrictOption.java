package io.metash.command.option;

import io.metash.record.RecordSource;
import io.metash.upgrade.LiftReport;
import picocli.CommandLine.Option;

/** The option of commands that take stores of earlier data versions, as a mixin. */
public final class StrictOption {
    @Option(
            names = "--strict",
            description = "Refuses a store of an earlier data version that holds records V004 has no place for.")
    private boolean strict;

    /** Whether it was set. */
    public boolean given() {
        return strict;
    }

    /** Refuses a source that left something out; its records were read to their end. */
    public void check(RecordSource source, String name) {
        if (strict) {
            LiftReport.refuseLoss(source, name);
        }
    }
}
