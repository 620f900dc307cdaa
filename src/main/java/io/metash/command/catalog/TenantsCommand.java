package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Tenants;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code tenants}: lists the tenants. */
@Command(
        name = "tenants",
        description = {
            "Lists the tenants that appear in keys; no record lists them.",
            "",
            "Examples:",
            "  tenants",
            "  tenants -o ndjson"
        })
public final class TenantsCommand extends ViewCommand {
    public TenantsCommand(CommandContext context) {
        super(context, "tenant");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.number("keys"),
                Column.number("databases"),
                Column.number("users"),
                Column.number("roles"),
                Column.number("stages"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Tenants.Row row : Tenants.list(reader)) {
            list.row(row.name(), row.keys(), row.databases(), row.users(), row.roles(), row.stages());
        }
    }
}
