package io.metash.command.service;

import io.metash.command.CommandContext;
import picocli.CommandLine.Command;

/** {@code mv}: renames a key. */
@Command(
        name = "mv",
        description = {
            "Renames a key of a running service, with its expiry, in one transaction. It requires 'rw on'.",
            "",
            "Examples:",
            "  try mv @live greeting greeting/moved --dry-run",
            "  try mv @live greeting hello --force --dry-run"
        })
public final class MoveCommand extends KeyTransfer {
    public MoveCommand(CommandContext context) {
        super(context, "move", true);
    }
}
