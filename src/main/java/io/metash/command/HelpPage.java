package io.metash.command;

import io.metash.output.TextWrap;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How the help of a command is laid out: its examples, which are to be copied, unbroken, and a head before each part. */
public final class HelpPage {
    /** Of examples that are looked at elsewhere: some commands are also words of the system's shell. */
    public static final String WHERE = "at the prompt of metash; elsewhere with metash before them:";

    private HelpPage() {}

    /** Prints the page of a command. It is laid out here and not with the model of the command, which every start needs. */
    public static void print(CommandLine line, PrintWriter out) {
        UsageMessageSpec page = line.getCommandSpec().usageMessage();
        page.parameterListHeading("%nArguments:%n");
        page.optionListHeading("%nOptions:%n");
        page.commandListHeading("%nCommands:%n");
        page.sectionMap().put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, HelpPage::description);
        line.usage(out);
    }

    private static String description(Help help) {
        UsageMessageSpec page = help.commandSpec().usageMessage();
        StringBuilder out = new StringBuilder();
        boolean examples = false;
        boolean elsewhere = help.commandSpec().qualifiedName().startsWith("metash ");
        for (String text : page.description()) {
            boolean head = !examples;
            examples |= text.equals("Examples:") || text.equals("Example:");
            for (String line : examples
                    ? List.of(head && elsewhere ? "Examples, " + WHERE : text)
                    : TextWrap.lines(text, page.width())) {
                out.append(line).append(System.lineSeparator());
            }
        }
        return out.toString();
    }
}
