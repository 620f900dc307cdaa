package io.metash.catalog;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a schema as {@code columns}, one object per column with its comment from the table; the rest of the schema
 * is written as {@code schema}.
 */
final class ColumnsJson {
    private static final String COMMENTS = "field_comments";
    private static final Set<String> IN_COLUMNS = Set.of("fields");

    private final StoredMessage schema;
    private final List<StoredField> comments;
    private final BiConsumer<FieldType, byte[]> texts;
    private final Consumer<StoredMessage> messages;
    private final JsonSink out;

    private ColumnsJson(
            StoredMessage schema,
            List<StoredField> comments,
            BiConsumer<FieldType, byte[]> texts,
            Consumer<StoredMessage> messages,
            JsonSink out) {
        this.schema = schema;
        this.comments = comments;
        this.texts = texts;
        this.messages = messages;
        this.out = out;
    }

    /**
     * Writes the schema of a table or a dictionary.
     *
     * @param texts writes a text according to its field
     * @param messages writes a message
     */
    static void write(
            StoredMessage of, BiConsumer<FieldType, byte[]> texts, Consumer<StoredMessage> messages, JsonSink out) {
        StoredMessage schema = of.message("schema").orElseThrow();
        List<StoredField> comments =
                of.fields().stream().filter(field -> hasWritten(of, field.type)).toList();
        new ColumnsJson(schema, comments, texts, messages, out).write();
    }

    /**
     * Whether a field is a list of comments that the columns already contain; a table with fewer columns keeps the
     * list.
     */
    static boolean hasWritten(StoredMessage of, @Nullable FieldType field) {
        if (field == null || !field.name().equals(COMMENTS) || !field.isList()) {
            return false;
        }
        long columns = of.message("schema")
                .map(schema -> schema.messages("fields").size())
                .orElse(0);
        return of.texts(COMMENTS).size() <= columns;
    }

    private void write() {
        out.name("columns");
        out.beginArray();
        List<StoredMessage> columns = schema.messages("fields");
        for (int i = 0; i < columns.size(); i++) {
            column(columns.get(i), i < comments.size() ? comments.get(i) : null);
        }
        out.endArray();
        StoredMessage rest = new StoredMessage(
                schema.type(),
                schema.fields().stream()
                        .filter(field -> field.type == null || !IN_COLUMNS.contains(field.type.name()))
                        .toList());
        boolean more = rest.fields().stream()
                .anyMatch(field -> field.number != MessageJson.VER && field.number != MessageJson.MIN_READER_VER);
        if (more) {
            out.name("schema");
            messages.accept(rest);
        }
    }

    private void column(StoredMessage column, @Nullable StoredField comment) {
        out.beginObject();
        out.name("name");
        out.text(column.text("name"));
        column.message("data_type").ifPresent(type -> {
            out.name("type");
            messages.accept(type);
        });
        for (StoredField field : column.fields()) {
            if (field.type != null && field.type.name().equals("default_expr")) {
                out.name("default");
                texts.accept(field.type, ((StoredField.Data) field).bytes);
            }
        }
        if (comment != null && ((StoredField.Data) comment).bytes.length > 0) {
            out.name("comment");
            texts.accept(comment.type, ((StoredField.Data) comment).bytes);
        }
        if (column.has("column_id")) {
            out.name("column_id");
            out.unsigned(column.number("column_id"));
        }
        member("computed", column, "computed_expr");
        member("auto_increment", column, "auto_increment_expr");
        List<StoredField> unknown = column.unknown();
        if (!unknown.isEmpty()) {
            out.name("_more");
            messages.accept(new StoredMessage(column.type(), unknown));
        }
        out.endObject();
    }

    private void member(String name, StoredMessage column, String field) {
        column.message(field).ifPresent(inner -> {
            out.name(name);
            messages.accept(inner);
        });
    }
}
