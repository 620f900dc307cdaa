package io.metash.command.shell;

import io.metash.command.CommandContext;
import io.metash.command.option.OutputOption;
import io.metash.config.Config;
import io.metash.config.NamedConnection;
import io.metash.config.Setting;
import io.metash.config.SettingValue;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import java.io.IOException;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config}: shows the settings in force. */
@Command(
        name = "config",
        description = {
            "Shows the settings in force and the named connections.",
            "They come from a flag, an environment variable METASH_NAME, ./metash.toml,"
                    + " $XDG_CONFIG_HOME/metash/metash.toml, or the default; the first of these that has a value wins.",
            "",
            "Examples:",
            "  config show",
            "  config show --origin",
            "  config show --origin -o json"
        })
public final class ConfigCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "ACTION", description = "show.")
    private Action action = Action.SHOW;

    @Option(names = "--origin", description = "Shows where each value comes from.")
    private boolean origin;

    @Mixin
    private OutputOption output = new OutputOption();

    /** The actions on the settings. */
    enum Action {
        SHOW
    }

    public ConfigCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Config config = context.config();
        Listing list;
        if (origin) {
            list = output.open(context, Column.text("name"), Column.text("value"), Column.text("origin"));
        } else {
            list = output.open(context, Column.text("name"), Column.text("value"));
        }
        for (Setting setting : Setting.values()) {
            row(list, setting.key(), config.value(setting));
        }
        for (NamedConnection connection : new TreeMap<>(config.connections()).values()) {
            for (var value : new TreeMap<>(connection.values()).entrySet()) {
                row(list, "connections." + connection.name() + "." + value.getKey(), value.getValue());
            }
        }
        return output.end(
                context,
                list,
                Units.count(Setting.values().length, "setting") + ", "
                        + Units.count(config.connections().size(), "named connection"));
    }

    private void row(Listing list, String name, SettingValue value) throws IOException {
        String text = "";
        if (value.text() != null) {
            text = value.text();
        }
        if (origin) {
            list.row(name, text, value.origin());
        } else {
            list.row(name, text);
        }
    }
}
