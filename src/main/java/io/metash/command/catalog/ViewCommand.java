package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.command.CommandContext;
import io.metash.command.ContextStore;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.ListCell;
import io.metash.output.Listing;
import io.metash.output.Units;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that lists objects of the catalog. */
abstract class ViewCommand implements Callable<Integer> {
    final CommandContext context;
    private final String noun;

    @Mixin
    private OutputOption output = new OutputOption();

    /**
     * Creates a list command.
     *
     * @param noun the noun of one listed object, for the summary
     */
    ViewCommand(CommandContext context, String noun) {
        this.context = context;
        this.noun = noun;
    }

    @Override
    public final Integer call() throws IOException {
        Listing list = output.open(context, columns().toArray(Column[]::new));
        rows(new CatalogReader(new ContextStore(context)), list);
        return output.end(context, list, Units.count(list.rows(), noun));
    }

    abstract List<Column> columns();

    abstract void rows(CatalogReader reader, Listing list) throws IOException;

    /** A cell with a number or a time; null for none. */
    static @Nullable Long cell(OptionalLong number) {
        if (number.isPresent()) {
            return (Long) number.getAsLong();
        }
        return null;
    }

    /** A cell with a text; null for an empty text. */
    static @Nullable String cell(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return text;
    }

    /** A list of names as a cell: an array in JSON. */
    static ListCell cell(List<String> names) {
        return new ListCell(names, ", ");
    }
}
