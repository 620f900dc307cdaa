package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Users;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code users}: lists the users. */
@Command(
        name = "users",
        description = {"Lists the users and the roles that they have.", "", "Examples:", "  users", "  users -o ndjson"
        })
public final class UsersCommand extends ViewCommand {
    public UsersCommand(CommandContext context) {
        super(context, "user");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("user"),
                Column.text("authentication"),
                Column.text("roles"),
                Column.text("default_role"),
                Column.flag("disabled"),
                Column.text("network_policy"),
                Column.time("created_ms"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Users.Row row : Users.list(reader)) {
            list.row(
                    row.tenant(),
                    row.name(),
                    cell(row.authentication()),
                    cell(row.roles()),
                    cell(row.defaultRole()),
                    row.disabled(),
                    cell(row.networkPolicy()),
                    cell(row.createdMs()));
        }
    }
}
