package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Policies;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code policies}: lists the policies. */
@Command(
        name = "policies",
        description = {
            "Lists the policies: network, password, masking, row access.",
            "",
            "Examples:",
            "  policies",
            "  policies -o ndjson"
        })
public final class PoliciesCommand extends ViewCommand {
    public PoliciesCommand(CommandContext context) {
        super(context, "policy");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("kind"),
                Column.text("policy"),
                Column.text("rule"),
                Column.number("tables"),
                Column.time("created_ms"),
                Column.text("comment"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Policies.Row row : Policies.list(reader)) {
            list.row(
                    row.tenant(),
                    row.kind(),
                    row.name(),
                    cell(row.rule()),
                    cell(row.tables()),
                    cell(row.createdMs()),
                    cell(row.comment()));
        }
    }
}
