package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.QueryCluster;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code cluster}: lists the query nodes and warehouses. */
@Command(
        name = "cluster",
        description = {
            "Lists the query nodes that are online, and the warehouses. The nodes of the meta service are listed by members and status.",
            "",
            "Examples:",
            "  cluster",
            "  cluster -o ndjson"
        })
public final class ClusterCommand extends ViewCommand {
    public ClusterCommand(CommandContext context) {
        super(context, "record");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("kind"),
                Column.text("name"),
                Column.text("warehouse"),
                Column.text("version"),
                Column.whole("address"),
                Column.number("cpus"),
                Column.time("expires_ms"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        for (QueryCluster.Row row : QueryCluster.list(reader)) {
            list.row(
                    row.tenant(),
                    row.kind(),
                    row.name(),
                    cell(row.warehouse()),
                    cell(row.version()),
                    cell(row.address()),
                    cell(row.cpus()),
                    cell(row.expiresMs()));
        }
    }
}
