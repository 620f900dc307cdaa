package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Sequences;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sequences}: lists the sequences. */
@Command(
        name = "sequences",
        description = {
            "Lists the sequences with their current values.",
            "",
            "Examples:",
            "  sequences",
            "  sequences -o ndjson"
        })
public final class SequencesCommand extends ViewCommand {
    public SequencesCommand(CommandContext context) {
        super(context, "sequence");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("sequence"),
                Column.number("current"),
                Column.text("step"),
                Column.time("created_ms"),
                Column.text("comment"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (Sequences.Row row : Sequences.list(reader)) {
            list.row(
                    row.tenant(),
                    row.name(),
                    cell(row.current()),
                    Long.toString(row.step()),
                    cell(row.createdMs()),
                    cell(row.comment()));
        }
    }
}
