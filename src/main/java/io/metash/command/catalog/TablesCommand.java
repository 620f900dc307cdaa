package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.TableSummary;
import io.metash.catalog.view.Tables;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tables}: lists the tables. */
@Command(
        name = "tables",
        description = {
            "Lists the tables of all databases or of one; views and materialized views are tables.",
            "Rows and bytes are those of the last snapshot of a table.",
            "",
            "Examples:",
            "  tables",
            "  tables default",
            "  tables --dropped -o ndjson"
        })
public final class TablesCommand extends ViewCommand {
    @Parameters(arity = "0..1", paramLabel = "DATABASE", description = "The database whose tables are listed.")
    private String database = "";

    @Option(names = "--dropped", description = "Includes dropped objects that are still stored.")
    private boolean dropped;

    public TablesCommand(CommandContext context) {
        super(context, "table");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("database"),
                Column.text("table"),
                Column.id("id"),
                Column.text("engine"),
                Column.number("rows"),
                Column.bytes("bytes"),
                Column.time("created_ms"),
                Column.time("updated_ms"),
                Column.time("dropped_ms"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        Tables.list(reader, database, dropped, row -> {
            TableSummary summary = row.summary();
            list.row(
                    row.tenant(),
                    row.database(),
                    row.name(),
                    row.id(),
                    cell(summary.engine()),
                    cell(summary.rows()),
                    cell(summary.bytes()),
                    cell(summary.createdMs()),
                    cell(summary.updatedMs()),
                    cell(summary.droppedMs()));
            return true;
        });
    }
}
