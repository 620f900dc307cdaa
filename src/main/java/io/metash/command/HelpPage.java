package io.metash.command;

import io.metash.output.Io;
import io.metash.output.TextWrap;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Formats the help page of a command: examples are not wrapped, so that they can be copied, and each part has a
 * heading.
 */
public final class HelpPage {
    /** A note on examples shown outside the shell, since some commands are also commands of the system's shell. */
    public static final String WHERE = "at the metash prompt; elsewhere prefixed with metash:";

    /** The sort position of connection options: after the command's own, under a heading. */
    public static final int CONNECTION = 1000;

    /** More columns than any synopsis has. */
    private static final int WIDE = 10_000;

    private static final int MIN_COLUMNS = 80;
    private static final int MAX_COLUMNS = 120;
    /** More columns than the description of an option has. */
    private static final int MAX_TEXT = 1000;

    private HelpPage() {}

    /** Prints the help page of a command, wrapped between words to the width of the terminal. */
    public static void print(CommandLine line, Io io) {
        StringWriter page = new StringWriter();
        PrintWriter writer = new PrintWriter(page);
        write(line, writer);
        writer.flush();
        boolean narrow = isNarrow(io);
        page.toString().lines().forEach(row -> {
            if (narrow) {
                TextWrap.helpLine(row, io.width().getAsInt()).forEach(io.out()::println);
            } else {
                io.out().println(row);
            }
        });
    }

    /** The columns of the layout: wide where {@link #print} wraps the page itself. */
    static int columns(Io io) {
        if (isNarrow(io)) {
            return MAX_TEXT;
        }
        return Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, io.width().getAsInt()));
    }

    /** picocli breaks words such as the lists of choices in fewer columns. */
    private static boolean isNarrow(Io io) {
        return io.outTerminal() && io.width().getAsInt() < MIN_COLUMNS;
    }

    /** The layout is computed here, since building it into the model would slow every start. */
    private static void write(CommandLine line, PrintWriter out) {
        UsageMessageSpec page = line.getCommandSpec().usageMessage();
        page.parameterListHeading("%nArguments:%n");
        page.optionListHeading("%nOptions:%n");
        page.commandListHeading("%nCommands:%n");
        page.sectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpPage::synopsis);
        page.sectionMap().put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, HelpPage::description);
        page.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPage::options);
        line.usage(out);
    }

    /** The synopsis of a command in one line; picocli would break it within words such as {@code FROM..TO}. */
    public static String synopsis(CommandSpec spec) {
        UsageMessageSpec page = spec.usageMessage();
        int width = page.width();
        page.width(WIDE);
        try {
            return new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF))
                    .synopsis(0)
                    .strip();
        } finally {
            page.width(width);
        }
    }

    private static String synopsis(Help help) {
        CommandSpec spec = help.commandSpec();
        String heading = "Usage: ";
        String head = heading + spec.qualifiedName() + " ";
        String line = synopsis(spec).substring(spec.qualifiedName().length()).strip();
        List<String> rows = TextWrap.row(head, line, spec.usageMessage().width());
        return String.join(System.lineSeparator(), rows).substring(heading.length()) + System.lineSeparator();
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
            String heading = head && elsewhere ? "Examples, " + WHERE : text;
            List<String> lines = examples ? List.of(heading) : TextWrap.lines(text, page.width());
            for (String line : lines) {
                out.append(line).append(System.lineSeparator());
            }
        }
        return out.toString();
    }
}
