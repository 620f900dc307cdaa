package io.metash.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The option {@code --help} of all commands. A separate class, so that the first prompt does not load picocli's option
 * model.
 */
final class HelpOption {
    private HelpOption() {}

    /** Adds the option to a command. */
    static void addTo(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .type(boolean.class)
                        .usageHelp(true)
                        .description("Shows this text.")
                        .build());
    }
}
