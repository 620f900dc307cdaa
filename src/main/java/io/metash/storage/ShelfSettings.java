package io.metash.storage;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A named place in object storage from the settings.
 *
 * @param name its name
 * @param url its URL
 * @param options its OpenDAL options under OpenDAL's names; some are secret
 */
public record ShelfSettings(String name, StorageUrl url, Map<String, String> options) {
    private static final String ROOT = "root";

    /** Omits secret options from messages. */
    @Override
    public String toString() {
        return "[shelves." + name + "] " + url;
    }

    /** Returns the shelf with the longest URL that contains a place. */
    static Optional<ShelfSettings> of(List<ShelfSettings> all, StorageUrl place) {
        return all.stream()
                .filter(shelf -> shelf.url.holds(place))
                .max(Comparator.comparingInt(shelf -> shelf.url.path().length()));
    }

    /**
     * Returns all options for a directory in object storage.
     *
     * @param shelf the applicable settings, if any
     * @param environment the environment variables
     */
    static Map<String, String> options(
            StorageUrl directory, Optional<ShelfSettings> shelf, Map<String, String> environment) {
        Map<String, String> options =
                new HashMap<>(shelf.map(ShelfSettings::options).orElse(Map.of()));
        if (options.containsKey(ROOT)) {
            throw Failure.of(ExitStatus.USAGE, "'root' is not an option of a shelf: the path of the URL is used")
                    .at(shelf.get().toString())
                    .next("move it into url = \"...\" of that shelf");
        }
        options.put(ROOT, "/" + directory.path());
        directory.kind().bucketKey().ifPresent(key -> options.put(key, directory.bucket()));
        switch (directory.kind()) {
            case WEBDAV -> options.putIfAbsent("endpoint", "https://" + directory.bucket());
            case AZBLOB -> {
                fromEnvironment(options, "account_name", environment.get("AZURE_STORAGE_ACCOUNT_NAME"));
                fromEnvironment(options, "account_key", environment.get("AZURE_STORAGE_ACCOUNT_KEY"));
                String account = options.get("account_name");
                fromEnvironment(
                        options, "endpoint", account == null ? null : "https://" + account + ".blob.core.windows.net");
            }
            case S3, GCS, OSS, COS -> {
                // OpenDAL reads the provider's variables itself.
            }
        }
        return options;
    }

    private static void fromEnvironment(Map<String, String> options, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            options.putIfAbsent(key, value);
        }
    }
}
