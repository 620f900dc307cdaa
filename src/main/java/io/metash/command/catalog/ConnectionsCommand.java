package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Connections;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code connections}: lists the connections of the catalog. */
@Command(
        name = "connections",
        description = {
            "Lists the connections with the names of their parameters; the values are secrets.",
            "",
            "Examples:",
            "  connections",
            "  connections -o ndjson"
        })
public final class ConnectionsCommand extends ViewCommand {
    public ConnectionsCommand(CommandContext context) {
        super(context, "connection");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"), Column.text("connection"), Column.text("type"), Column.text("parameters"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Connections.Row row : Connections.list(reader)) {
            list.row(row.tenant(), row.name(), cell(row.type()), cell(row.parameters()));
        }
    }
}
