package io.metash.catalog.view;

import io.metash.catalog.SecretNames;
import io.metash.catalog.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The stages of a store. */
public final class Stages {
    private Stages() {}

    /**
     * A stage.
     *
     * @param tenant the tenant
     * @param name the name
     * @param type {@code External}, {@code Internal} and so on
     * @param storage the storage type; empty text when not recorded
     * @param location bucket and root, or an endpoint, without access keys
     * @param format the file format
     * @param creator the user who created it; empty text when not recorded
     * @param comment the comment
     * @param createdMs the creation time in milliseconds since the epoch; empty when not recorded
     */
    public record Row(
            String tenant,
            String name,
            String type,
            String storage,
            String location,
            String format,
            String creator,
            String comment,
            OptionalLong createdMs) {}

    /** Lists stages by tenant and name. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.each("__fd_stages", entry -> rows.add(row(entry)));
        return rows;
    }

    private static Row row(CatalogReader.Entry entry) {
        Optional<StoredMessage> read = entry.message();
        if (read.isEmpty()) {
            return new Row(entry.tenant(), entry.part("stage"), "", "", "", "", "", "", OptionalLong.empty());
        }
        StoredMessage stage = read.get();
        Optional<StoredMessage> storage = stage.message("stage_params").flatMap(params -> params.message("storage"));
        return new Row(
                entry.tenant(),
                entry.part("stage"),
                stage.enumName("stage_type"),
                storage.flatMap(of -> of.oneof("storage")).orElse(""),
                location(storage),
                format(stage),
                stage.message("creator").map(Stages::user).orElse(""),
                stage.text("comment"),
                CatalogReader.time(stage, "created_on"));
    }

    private static String user(StoredMessage identity) {
        return "'" + identity.text("username") + "'@'" + identity.text("hostname") + "'";
    }

    private static String format(StoredMessage stage) {
        Optional<StoredMessage> params = stage.message("file_format_params");
        if (params.isPresent()) {
            return params.get().oneof("format").orElse("");
        }
        return stage.message("file_format_options")
                .map(options -> options.enumName("format"))
                .orElse("");
    }

    /** Formats the location of a storage from the fields of its type. */
    static String location(Optional<StoredMessage> storage) {
        Optional<StoredMessage> config =
                storage.flatMap(of -> of.oneof("storage").flatMap(of::message));
        if (config.isEmpty()) {
            return "";
        }
        StoredMessage kind = config.get();
        List<String> parts = Stream.of(
                        "endpoint_url", "endpoint", "name_node", "bucket", "container", "repo_id", "root")
                .filter(field -> kind.type().has(field))
                .map(field -> SecretNames.mask(kind.text(field)))
                .filter(text -> !text.isEmpty())
                .toList();
        return String.join(" ", parts);
    }
}
