package io.metash.command.help;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The examples of a command: the lines below "Examples:" in its help. */
public final class Examples {
    private Examples() {}

    /** The examples of a command and its subcommands, in the order of help. */
    public static List<String> of(CommandLine line) {
        List<String> examples = new ArrayList<>();
        boolean started = false;
        for (String text : line.getCommandSpec().usageMessage().description()) {
            if (started && text.startsWith("  ")) {
                examples.add(text.strip());
            }
            started |= text.equals("Examples:") || text.equals("Example:");
        }
        line.getSubcommands().values().forEach(part -> examples.addAll(of(part)));
        return examples;
    }
}
