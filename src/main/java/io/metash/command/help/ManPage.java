package io.metash.command.help;

import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandTrait;
import io.metash.command.HelpPage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Generates manual pages from the help texts. */
public final class ManPage {
    private ManPage() {}

    /** The manual page of a command. */
    static String of(CommandContext context, CommandEntry entry) {
        CommandLine line = new CommandLineRunner(context).commandLine(entry);
        StringBuilder out = new StringBuilder(head("metash-" + entry.name(), entry.summary()));
        String typed = (entry.is(CommandTrait.ONE_SHOT) ? "metash " : "") + entry.name();
        parts(out, line, typed, ".SH ");
        line.getSubcommands().forEach((name, part) -> {
            out.append(".SH ")
                    .append(text((entry.name() + " " + name).toUpperCase(Locale.ROOT)))
                    .append('\n');
            parts(out, part, typed + " " + name, ".SS ");
        });
        return out.append(".SH SEE ALSO\n.BR metash (1)\n").toString();
    }

    /** The manual page of the program, with its commands and topics. */
    static String ofProgram(CommandContext context) throws IOException {
        StringBuilder out = new StringBuilder(head("metash", "inspect, back up and rebuild a Databend meta store"));
        out.append(".SH SYNOPSIS\n"
                + ".B metash\n"
                + ".br\n"
                + ".B metash\n"
                + ".I COMMAND ...\n"
                + ".br\n"
                + ".B metash \\-c\n"
                + ".I TEXT\n"
                + ".br\n"
                + ".B metash\n"
                + ".I FILE.metash\n");
        String topic = null;
        for (CommandEntry entry : context.table().entries()) {
            if (!entry.topic().equals(topic)) {
                topic = entry.topic();
                out.append(".SH ").append(text(topic.toUpperCase(Locale.ROOT))).append('\n');
            }
            out.append(".TP\n.B ")
                    .append(text(entry.name()))
                    .append('\n')
                    .append(text(entry.summary()))
                    .append('\n');
        }
        for (String name : List.of("exit-codes", "script")) {
            List<String> lines = HelpTopics.text(name).lines().toList();
            out.append(".SH ")
                    .append(text(lines.get(0).toUpperCase(Locale.ROOT)))
                    .append("\n.nf\n");
            lines.stream().skip(2).forEach(line -> out.append(text(line)).append('\n'));
            out.append(".fi\n");
        }
        return out.toString();
    }

    private static String head(String name, String summary) {
        return ".TH " + name.toUpperCase(Locale.ROOT).replace("-", "\\-") + " 1\n.SH NAME\n" + text(name) + " \\- "
                + text(summary) + "\n";
    }

    private static void parts(StringBuilder out, CommandLine line, String name, String heading) {
        CommandSpec spec = line.getCommandSpec();
        String synopsis = HelpPage.synopsis(spec);
        int arguments = synopsis.indexOf(
                ' ',
                synopsis.indexOf(line.getCommandName()) + line.getCommandName().length());
        out.append(heading).append("SYNOPSIS\n.B ").append(text(name)).append('\n');
        out.append(arguments < 0 ? "" : text(synopsis.substring(arguments + 1)) + "\n");
        out.append(heading).append("DESCRIPTION\n");
        boolean examples = false;
        for (String text : spec.usageMessage().description()) {
            if (text.equals("Examples:") || text.equals("Example:")) {
                out.append(heading).append("EXAMPLES\n");
                if (name.startsWith("metash ")) {
                    out.append("A").append(text(HelpPage.WHERE.substring(1))).append("\n.PP\n");
                }
                out.append(".nf\n");
                examples = true;
            } else if (examples || !text.isEmpty()) {
                out.append(text(text)).append(examples ? "\n" : "\n.PP\n");
            }
        }
        out.append(examples ? ".fi\n" : "").append(heading).append("OPTIONS\n");
        for (PositionalParamSpec positional : spec.positionalParameters()) {
            entry(out, positional.paramLabel(), positional.description());
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                String value = "";
                if (option.arity().max() > 0) {
                    value = " " + option.paramLabel();
                }
                entry(out, String.join(", ", option.names()) + value, option.description());
            }
        }
    }

    private static void entry(StringBuilder out, String name, String[] description) {
        out.append(".TP\n.B ")
                .append(text(name))
                .append('\n')
                .append(text(String.join(" ", description)))
                .append('\n');
    }

    /** Escapes text for the formatter. */
    private static String text(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        if (escaped.startsWith(".") || escaped.startsWith("'")) {
            return "\\&" + escaped;
        }
        return escaped;
    }
}
