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
 * A place in object storage that has a name in the settings.
 *
 * @param name what it is called
 * @param url where it is
 * @param options OpenDAL's options for it, by OpenDAL's own names; some are secret
 */
public record ShelfSettings(String name, StorageUrl url, Map<String, String> options) {
    private static final String ROOT = "root";

    /** Keeps the secrets among the options out of messages. */
    @Override
    public String toString() {
        return "[shelves." + name + "] " + url;
    }

    /** The shelf whose URL is the longest that holds a place. */
    static Optional<ShelfSettings> of(List<ShelfSettings> all, StorageUrl place) {
        return all.stream()
                .filter(shelf -> shelf.url.holds(place))
                .max(Comparator.comparingInt(shelf -> shelf.url.path().length()));
    }

    /**
     * All options for a directory in object storage.
     *
     * @param shelf the settings that apply to it, if any
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
