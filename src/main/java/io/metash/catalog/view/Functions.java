package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import io.metash.catalog.TypeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The functions and procedures of a store. */
public final class Functions {
    private Functions() {}

    /**
     * A function or a procedure.
     *
     * @param tenant the tenant
     * @param name the name
     * @param kind {@code lambda}, {@code script}, {@code server} and so on, or {@code procedure}
     * @param language the language of its code; empty text for kinds without a choice
     * @param arguments the types or names of its arguments
     * @param returns the return type; empty text when not recorded
     * @param comment the description
     * @param createdMs the creation time in milliseconds since the epoch; empty when not recorded
     */
    public record Row(
            String tenant,
            String name,
            String kind,
            String language,
            String arguments,
            String returns,
            String comment,
            OptionalLong createdMs) {}

    /** Lists functions, then procedures, by tenant and name. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.each("__fd_udfs", entry -> rows.add(function(entry)));
        reader.each("__fd_procedure", entry -> rows.add(procedure(reader, entry)));
        return rows;
    }

    private static Row function(CatalogReader.Entry entry) {
        Optional<StoredMessage> function = entry.message();
        String member = function.flatMap(read -> read.oneof("definition")).orElse("");
        Optional<StoredMessage> definition =
                function.filter(read -> !member.isEmpty()).flatMap(read -> read.message(member));
        return new Row(
                entry.tenant(),
                entry.part("function"),
                kind(member),
                definition.map(of -> text(of, "language")).orElse(""),
                definition.map(Functions::arguments).orElse(""),
                definition.map(Functions::returns).orElse(""),
                function.map(read -> read.text("description")).orElse(""),
                function.map(read -> CatalogReader.time(read, "created_on")).orElse(OptionalLong.empty()));
    }

    private static String kind(String member) {
        return switch (member) {
            case "lambda_udf" -> "lambda";
            case "udf_server" -> "server";
            case "udf_script" -> "script";
            case "udaf_script" -> "aggregate script";
            case "udtf" -> "table";
            case "scalar_udf" -> "scalar";
            case "udtf_server" -> "table server";
            default -> "unknown";
        };
    }

    private static String text(StoredMessage of, String field) {
        if (of.type().has(field)) {
            return of.text(field);
        }
        return "";
    }

    private static String arguments(StoredMessage definition) {
        if (definition.type().has("parameters")) {
            return String.join(", ", definition.texts("parameters"));
        }
        return types(definition.messages("arg_types"));
    }

    private static String returns(StoredMessage definition) {
        if (definition.type().has("return_type")) {
            return types(definition.messages("return_type"));
        }
        if (definition.type().has("return_types")) {
            return types(definition.messages("return_types"));
        }
        return "";
    }

    /** Formats types, or names with types. */
    private static String types(List<StoredMessage> types) {
        List<String> texts = new ArrayList<>();
        for (StoredMessage type : types) {
            if (type.type().has("ty")) {
                String of = type.message("ty").flatMap(TypeText::of).orElse("?");
                texts.add(type.text("name") + " " + of);
            } else {
                texts.add(TypeText.of(type).orElse("?"));
            }
        }
        return String.join(", ", texts);
    }

    private static Row procedure(CatalogReader reader, CatalogReader.Entry entry) throws IOException {
        Optional<Long> id = entry.value().id();
        Optional<StoredMessage> meta = Optional.empty();
        if (id.isPresent()) {
            meta = reader.entry("__fd_procedure_by_id/{u:procedure}", CatalogReader.id(id.get()))
                    .flatMap(CatalogReader.Entry::message);
        }
        return new Row(
                entry.tenant(),
                entry.part("procedure"),
                "procedure",
                meta.map(read -> read.text("language")).orElse(""),
                entry.part("arguments"),
                meta.map(read -> types(read.messages("return_types"))).orElse(""),
                meta.map(read -> read.text("comment")).orElse(""),
                meta.map(read -> CatalogReader.time(read, "created_on")).orElse(OptionalLong.empty()));
    }
}
