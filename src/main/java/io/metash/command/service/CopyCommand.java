package io.metash.command.service;

import io.metash.command.CommandContext;
import picocli.CommandLine.Command;

/** {@code cp}: copies a key. */
@Command(
        name = "cp",
        description = {
            "Copies a key of a running service to another one, with its expiry, in one transaction. It requires 'rw on'.",
            "",
            "Examples:",
            "  try cp @live greeting greeting/copy --dry-run",
            "  try cp @live greeting hello --force --dry-run"
        })
public final class CopyCommand extends KeyTransfer {
    public CopyCommand(CommandContext context) {
        super(context, "copy", false);
    }
}
