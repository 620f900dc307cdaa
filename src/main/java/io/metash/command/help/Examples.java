package io.metash.command.help;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The examples of a command, as its help shows them: the lines below "Examples:". */
public final class Examples {
    private Examples() {}

    /** Those of a command and of its parts, in the order of help. */
    public static List<String> of(CommandLine line) {
        List<String> examples = new ArrayList<>();
        boolean begun = false;
        for (String text : line.getCommandSpec().usageMessage().description()) {
            if (begun && text.startsWith("  ")) {
                examples.add(text.strip());
            }
            begun |= text.equals("Examples:") || text.equals("Example:");
        }
        line.getSubcommands().values().forEach(part -> examples.addAll(of(part)));
        return examples;
    }
}
