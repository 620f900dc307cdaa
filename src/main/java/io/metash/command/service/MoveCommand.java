package io.metash.command.service;

import io.metash.command.CommandContext;
import picocli.CommandLine.Command;

/** {@code mv}: gives a key another name. */
@Command(
        name = "mv",
        description = {
            "Gives a key of a running service another name, with its expiry, in one transaction. It needs rw on.",
            "",
            "Examples:",
            "  try mv @live greeting greeting/moved --dry-run",
            "  try mv @live greeting hello --force --dry-run"
        })
public final class MoveCommand extends KeyTransfer {
    /** A command that sees this context. */
    public MoveCommand(CommandContext context) {
        super(context, "move", true);
    }
}
