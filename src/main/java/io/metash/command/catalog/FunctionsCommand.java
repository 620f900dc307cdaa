package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Functions;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code functions}: lists the functions and procedures. */
@Command(
        name = "functions",
        description = {
            "Lists the functions and the procedures.",
            "",
            "Examples:",
            "  functions",
            "  functions -o ndjson"
        })
public final class FunctionsCommand extends ViewCommand {
    public FunctionsCommand(CommandContext context) {
        super(context, "function");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("function"),
                Column.text("kind"),
                Column.text("language"),
                Column.text("arguments"),
                Column.text("returns"),
                Column.time("created_ms"),
                Column.text("comment"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Functions.Row row : Functions.list(reader)) {
            list.row(
                    row.tenant(),
                    row.name(),
                    row.kind(),
                    cell(row.language()),
                    cell(row.arguments()),
                    cell(row.returns()),
                    cell(row.createdMs()),
                    cell(row.comment()));
        }
    }
}
