package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Roles;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code roles}: lists the roles. */
@Command(
        name = "roles",
        description = {
            "Lists the stored roles. The built-in roles account_admin and public need not be stored.",
            "",
            "Examples:",
            "  roles",
            "  roles -o csv"
        })
public final class RolesCommand extends ViewCommand {
    public RolesCommand(CommandContext context) {
        super(context, "role");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("role"),
                Column.text("roles"),
                Column.number("grants"),
                Column.time("created_ms"),
                Column.text("comment"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Roles.Row row : Roles.list(reader)) {
            list.row(
                    row.tenant(),
                    row.name(),
                    cell(row.roles()),
                    row.grants(),
                    cell(row.createdMs()),
                    cell(row.comment()));
        }
    }
}
