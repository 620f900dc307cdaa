package io.metash.command;

import picocli.CommandLine.Option;

/** The option that every command which writes has, as a mixin; see {@link ActionPlan}. */
final class DryRunOption {
    @Option(names = "--dry-run", description = "Shows what would be done, on standard output, and does nothing.")
    private boolean asked;

    boolean asked() {
        return asked;
    }
}
