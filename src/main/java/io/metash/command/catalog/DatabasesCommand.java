package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Databases;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code databases}: lists the databases. */
@Command(
        name = "databases",
        description = {
            "Lists the databases of all tenants.",
            "",
            "Examples:",
            "  databases",
            "  databases @backup --dropped -o ndjson"
        })
public final class DatabasesCommand extends ViewCommand {
    @Option(names = "--dropped", description = "Includes dropped objects that are still stored.")
    private boolean dropped;

    public DatabasesCommand(CommandContext context) {
        super(context, "database");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("database"),
                Column.id("id"),
                Column.text("engine"),
                Column.text("owner"),
                Column.time("created_ms"),
                Column.time("dropped_ms"),
                Column.text("comment"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Databases.Row row : Databases.list(reader, dropped)) {
            list.row(
                    row.tenant(),
                    row.name(),
                    row.id(),
                    cell(row.engine()),
                    cell(row.owner()),
                    cell(row.createdMs()),
                    cell(row.droppedMs()),
                    cell(row.comment()));
        }
    }
}
