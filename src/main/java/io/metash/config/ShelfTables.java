package io.metash.config;

import io.metash.record.Failure;
import io.metash.storage.ShelfSettings;
import io.metash.storage.StorageKind;
import io.metash.storage.StorageUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables {@code [shelves.NAME]} of one file: {@code url}, and OpenDAL options under OpenDAL's names. A value may
 * be a secret, so warnings name keys only.
 */
final class ShelfTables {
    private static final String URL = "url";

    private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    /** Adds a value; {@code file} is the file's name in warnings. */
    void add(Toml.Entry entry, String shelf, String key, String file) {
        lines.putIfAbsent(shelf, entry.line());
        Map<String, String> table = tables.computeIfAbsent(shelf, unknown -> new LinkedHashMap<>());
        if (entry.value() instanceof List<?>) {
            wrong.add(file + ":" + entry.line() + ": '" + key + "' must be a string, a number, true or false; ignored");
            return;
        }
        table.put(key, entry.value().toString());
    }

    /** Returns warnings about the tables, one sentence each. */
    List<String> warnings(String file) {
        List<String> all = new ArrayList<>(wrong);
        tables.forEach((name, table) -> {
            if (url(table).isEmpty()) {
                all.add(file + ":" + lines.get(name) + ": the shelf '" + name
                        + "' has no url such as \"s3://BUCKET/PATH\" and is ignored");
            }
        });
        return all;
    }

    private static Optional<StorageUrl> url(Map<String, String> table) {
        try {
            return StorageUrl.parse(table.getOrDefault(URL, ""));
        } catch (Failure notOne) {
            return Optional.empty();
        }
    }

    /** Returns the usable shelves by name. */
    Map<String, ShelfSettings> shelves() {
        Map<String, ShelfSettings> made = new LinkedHashMap<>();
        tables.forEach((name, table) -> url(table).ifPresent(url -> {
            Map<String, String> options = new LinkedHashMap<>(table);
            options.remove(URL);
            made.put(name, new ShelfSettings(name, url, options));
        }));
        return made;
    }

    /** Whether a table contains a secret, so that other users must not be able to read the file. */
    boolean hasSecrets() {
        return tables.values().stream()
                .flatMap(table -> table.keySet().stream())
                .anyMatch(StorageKind::isSecret);
    }
}
