package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Locks;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code locks}: lists the table locks. */
@Command(
        name = "locks",
        description = {"Lists the locks on tables, held and requested.", "", "Examples:", "  locks", "  locks -o ndjson"
        })
public final class LocksCommand extends ViewCommand {
    public LocksCommand(CommandContext context) {
        super(context, "lock");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("table"),
                Column.id("revision"),
                Column.flag("held"),
                Column.text("user"),
                Column.text("node"),
                Column.text("query"),
                Column.time("created_ms"),
                Column.time("expires_ms"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Locks.Row row : Locks.list(reader)) {
            list.row(
                    row.tenant(),
                    row.table(),
                    row.revision(),
                    row.held(),
                    cell(row.user()),
                    cell(row.node()),
                    cell(row.query()),
                    cell(row.createdMs()),
                    cell(row.expiresMs()));
        }
    }
}
