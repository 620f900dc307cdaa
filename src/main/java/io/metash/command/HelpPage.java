package io.metash.command;

import io.metash.output.TextWrap;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How the help of a command is laid out: its examples, which are to be copied, unbroken, and a head before each part. */
public final class HelpPage {
    /** A note on examples shown outside the shell, since some commands are also commands of the system's shell. */
    public static final String WHERE = "at the prompt of metash; elsewhere with metash before them:";

    /** The place of an option that says how a service is reached: behind the command's own, under a heading. */
    public static final int CONNECTION = 1000;

    private HelpPage() {}

    /** Prints the page of a command. It is laid out here and not with the model of the command, which every start needs. */
    public static void print(CommandLine line, PrintWriter out) {
        UsageMessageSpec page = line.getCommandSpec().usageMessage();
        page.parameterListHeading("%nArguments:%n");
        page.optionListHeading("%nOptions:%n");
        page.commandListHeading("%nCommands:%n");
        page.sectionMap().put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, HelpPage::description);
        page.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPage::options);
        line.usage(out);
    }

    private static String options(Help help) {
        List<OptionSpec> shown = help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(
                        (OptionSpec option) -> option.longestName().replaceFirst("^-+", "")))
                .toList();
        List<OptionSpec> own =
                shown.stream().filter(option -> option.order() != CONNECTION).toList();
        List<OptionSpec> connection =
                shown.stream().filter(option -> option.order() == CONNECTION).toList();
        String heading = System.lineSeparator() + "Connection to a service:" + System.lineSeparator();
        return list(help, own) + (connection.isEmpty() ? "" : heading + list(help, connection));
    }

    private static String list(Help help, List<OptionSpec> options) {
        Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
        layout.addAllOptions(options, help.parameterLabelRenderer());
        return layout.toString();
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
