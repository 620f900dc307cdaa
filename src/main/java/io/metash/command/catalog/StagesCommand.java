package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Stages;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code stages}: lists the stages. */
@Command(
        name = "stages",
        description = {
            "Lists the stages with the locations of their files.",
            "",
            "Examples:",
            "  stages",
            "  stages -o ndjson"
        })
public final class StagesCommand extends ViewCommand {
    public StagesCommand(CommandContext context) {
        super(context, "stage");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("stage"),
                Column.text("type"),
                Column.text("storage"),
                Column.text("location"),
                Column.text("format"),
                Column.text("creator"),
                Column.time("created_ms"),
                Column.text("comment"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Stages.Row row : Stages.list(reader)) {
            list.row(
                    row.tenant(),
                    row.name(),
                    cell(row.type()),
                    cell(row.storage()),
                    cell(row.location()),
                    cell(row.format()),
                    cell(row.creator()),
                    cell(row.createdMs()),
                    cell(row.comment()));
        }
    }
}
