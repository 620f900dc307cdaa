package io.metash.command.keys;

import io.metash.record.Bytes;
import java.util.List;
import java.util.Locale;

/** The keys whose values may hold secrets (values §7): they are hidden unless somebody asks for them. */
public final class SecretKeys {
    private static final List<String> FAMILIES = List.of(
            "__fd_users/",
            "__fd_stages/",
            "__fd_table_by_id/",
            "__fd_database_by_id/",
            "__fd_catalog_by_id/",
            "__fd_connection/",
            "__fd_dictionary_by_id/",
            "__fd_udfs/",
            "__fd_token/",
            "__fd_clusters",
            "__fd_share",
            "__fd_tasks/",
            "__fd_task_messages/",
            "__fd_index_by_id/",
            "__fd_table_lock/",
            "_result_cache/");
    private static final List<String> NAMES = List.of(
            "secret",
            "password",
            "passwd",
            "token",
            "key_id",
            "access_key",
            "account_key",
            "credential",
            "private",
            "sas",
            "master_key",
            "license");

    private SecretKeys() {}

    /** Whether the value of a key is hidden. */
    public static boolean hides(Bytes key) {
        String text = key.text();
        if (FAMILIES.stream().anyMatch(text::startsWith)) {
            return true;
        }
        String name = text.substring(text.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return text.startsWith("__fd_settings/") && NAMES.stream().anyMatch(name::contains);
    }
}
