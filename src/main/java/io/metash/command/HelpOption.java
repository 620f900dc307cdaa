package io.metash.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The option that all commands have. A class of its own, so that the first prompt need not load what an option is made of. */
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
