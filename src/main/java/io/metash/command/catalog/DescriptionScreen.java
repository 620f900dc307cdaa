package io.metash.command.catalog;

import io.metash.catalog.FieldValues;
import io.metash.catalog.SecretPolicy;
import io.metash.catalog.StoredMessage;
import io.metash.catalog.StoredValue;
import io.metash.catalog.TypeText;
import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Grants;
import io.metash.catalog.view.ObjectSearch;
import io.metash.catalog.view.Roles;
import io.metash.catalog.view.Users;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.LabelledLines;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Prints an object of the catalog for people: its fields line by line, then its columns or its grants as a table. */
final class DescriptionScreen {
    private static final int LABELS = 34;

    private final CommandContext context;
    private final CatalogReader reader;
    private final SecretPolicy policy;
    private final LabelledLines lines;

    DescriptionScreen(CommandContext context, CatalogReader reader, SecretPolicy policy) {
        this.context = context;
        this.reader = reader;
        this.policy = policy;
        this.lines = new LabelledLines(context.io(), LABELS);
    }

    void print(ObjectSearch.Match found, Optional<StoredValue> record) throws IOException {
        lines.line(found.kind(), found.name());
        lines.line("tenant", found.tenant());
        if (!found.id().isEmpty()) {
            lines.line("id", found.id());
        }
        lines.line("key", found.record().toString());
        if (!found.owner().isEmpty()) {
            lines.line("owner", found.owner());
        }
        if (record.isEmpty()) {
            lines.line("record", "missing");
            return;
        }
        FieldValues.of(record.get(), policy).forEach(this::field);
        Optional<StoredMessage> message = record.get().message();
        if (message.isPresent()) {
            details(found, message.get());
        }
    }

    /** Prints a field; columns and grants have separate tables below. */
    private void field(String path, String value) {
        boolean elsewhere = path.startsWith("columns[") || path.startsWith("grants.");
        if (!elsewhere && !path.startsWith("_")) {
            lines.line(path, value);
        }
    }

    private void details(ObjectSearch.Match found, StoredMessage message) throws IOException {
        switch (found.kind()) {
            case "table" -> columns(message);
            case "user" -> grants(Users.grants(reader, found.tenant(), found.name()));
            case "role" -> grants(Roles.grants(reader, found.tenant(), found.name()));
            default -> {}
        }
    }

    private void columns(StoredMessage table) throws IOException {
        List<StoredMessage> columns =
                table.message("schema").map(schema -> schema.messages("fields")).orElse(List.of());
        List<String> comments = table.texts("field_comments");
        context.io().out().println();
        Listing list = Listing.of(
                OutputFormat.TABLE,
                context.io(),
                List.of(
                        Column.text("column"),
                        Column.text("type"),
                        Column.text("default"),
                        Column.id("column_id"),
                        Column.text("comment")));
        for (int i = 0; i < columns.size(); i++) {
            StoredMessage column = columns.get(i);
            list.row(
                    column.text("name"),
                    column.message("data_type").flatMap(TypeText::of).orElse("?"),
                    ViewCommand.cell(column.text("default_expr")),
                    column.number("column_id"),
                    ViewCommand.cell(i < comments.size() ? comments.get(i) : ""));
        }
        list.finish();
    }

    private void grants(Optional<List<Grants.Row>> grants) throws IOException {
        if (grants.isEmpty() || grants.get().isEmpty()) {
            return;
        }
        context.io().out().println();
        Listing list = Listing.of(
                OutputFormat.TABLE,
                context.io(),
                List.of(Column.text("granted"), Column.text("kind"), Column.text("object")));
        for (Grants.Row row : grants.get()) {
            list.row(ViewCommand.cell(row.privileges()), row.kind(), ViewCommand.cell(row.object()));
        }
        list.finish();
    }
}
