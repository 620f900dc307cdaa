package io.metash.command.script;

import io.metash.command.CommandContext;
import io.metash.command.Scripting;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code set}: sets or lists variables. */
@Command(
        name = "set",
        description = {
            "Sets a variable, used as $NAME; without a name, lists the variables.",
            "-x prints each command to stderr before it runs, +x turns this off.",
            "",
            "Examples:",
            "  set tenant test_tenant; ls __fd_database/$tenant/",
            "  set"
        })
public final class SetCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            index = "0..1",
            arity = "0..2",
            paramLabel = "[NAME VALUE]",
            hideParamSyntax = true,
            description = "The name and the value.")
    private List<String> words = List.of();

    @Option(names = "-x", description = "Shows each command before it runs.")
    private boolean echo;

    @Mixin
    private OutputOption output = new OutputOption();

    public SetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Scripting scripting = context.scripting();
        if (echo || words.equals(List.of("+x"))) {
            scripting.echo(echo);
            return ExitStatus.OK.code();
        }
        if (words.isEmpty()) {
            return list(scripting.variables());
        }
        if (words.size() == 1) {
            int equals = words.get(0).indexOf('=');
            if (equals < 0) {
                throw Failure.of(ExitStatus.USAGE, "set: the value is missing").next("set " + words.get(0) + " VALUE");
            }
            words = List.of(words.get(0).substring(0, equals), words.get(0).substring(equals + 1));
        }
        scripting.set(words.get(0), words.get(1));
        return ExitStatus.OK.code();
    }

    private int list(Map<String, String> variables) throws IOException {
        Listing list = output.open(context, Column.text("name"), Column.text("value"));
        for (var variable : new TreeMap<>(variables).entrySet()) {
            list.row(variable.getKey(), variable.getValue());
        }
        return output.end(context, list, Units.count(list.rows(), "variable"));
    }
}
