package io.metash.command.catalog;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Relatives;
import io.metash.command.CommandContext;
import io.metash.command.keys.KeyPath;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.record.Bytes;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code path}: lists the keys related to a key. */
@Command(
        name = "path",
        description = {
            "Lists the keys that belong to the object of a key: its name, record, history, owner, the data kept for"
                    + " it, and the users and roles with grants on it.",
            "",
            "Examples:",
            "  path __fd_table_by_id/125",
            "  path __fd_database/test_tenant/default"
        })
public final class PathCommand extends ViewCommand {
    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key;

    public PathCommand(CommandContext context) {
        super(context, "key");
    }

    @Override
    List<Column> columns() {
        return List.of(Column.text("relation"), Column.text("key"), Column.flag("stored"), Column.text("says"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        Bytes wanted = Bytes.utf8(KeyPath.resolve(context.directory(), key));
        for (Relatives.Row row : Relatives.of(reader, CatalogKey.parse(wanted))) {
            list.row(
                    row.relation(),
                    KeyPath.cell(context, context.directory(), row.key()),
                    row.stored(),
                    cell(row.says()));
        }
    }
}
