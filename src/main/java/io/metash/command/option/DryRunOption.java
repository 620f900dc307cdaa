package io.metash.command.option;

import io.metash.command.ActionPlan;
import picocli.CommandLine.Option;

/** The option {@code --dry-run} of every command that writes, as a mixin; see {@link ActionPlan}. */
public final class DryRunOption {
    @Option(names = "--dry-run", description = "Prints to standard output what would be done, and does nothing.")
    private boolean given;

    public boolean given() {
        return given;
    }
}
