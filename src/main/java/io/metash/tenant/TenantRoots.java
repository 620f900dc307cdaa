package io.metash.tenant;

import io.metash.catalog.KeyEscape;
import java.util.Optional;
import java.util.Set;

/** Determines the owner of keys that name it themselves (filter-tenant §3.2). */
final class TenantRoots {
    private static final Set<String> TENANT_SECOND = Set.of(
            "__fd_autoincrement_storage",
            "__fd_background_job",
            "__fd_catalog",
            "__fd_connection",
            "__fd_database",
            "__fd_datamask",
            "__fd_datamask_id_list",
            "__fd_db_id_list",
            "__fd_dictionaries",
            "__fd_file_formats",
            "__fd_index",
            "__fd_mask_policy_apply_table_id",
            "__fd_materialized_view_by_source",
            "__fd_materialized_view_definition",
            "__fd_network_policies",
            "__fd_object_owners",
            "__fd_object_tag_ref",
            "__fd_password_policies",
            "__fd_procedure",
            "__fd_quotas",
            "__fd_roles",
            "__fd_row_access_policy",
            "__fd_row_access_policy_apply_table_id",
            "__fd_row_access_policy_by_id",
            "__fd_row_access_policy_id_to_name",
            "__fd_sequence",
            "__fd_sequence_storage",
            "__fd_session",
            "__fd_settings",
            "__fd_share",
            "__fd_stage_files",
            "__fd_stages",
            "__fd_table_count",
            "__fd_table_lock",
            "__fd_tag",
            "__fd_tag_by_id",
            "__fd_tag_id_to_name",
            "__fd_tag_object_ref",
            "__fd_tasks",
            "__fd_task_messages",
            "__fd_tenant",
            "__fd_token",
            "__fd_udfs",
            "__fd_users",
            "__fd_vacuum_watermark_ts",
            "__fd_virtual_column");

    private TenantRoots() {}

    /**
     * The owner of a key.
     *
     * @param rule the rule
     * @param tenant the escaped tenant; empty for other rules
     */
    record Root(Rule rule, String tenant) {
        private static final Root KEEP = new Root(Rule.KEEP, "");
        private static final Root DROP = new Root(Rule.DROP, "");

        /** Rules of ownership. */
        enum Rule {
            /** Kept for every tenant. */
            KEEP,
            /** Dropped for every tenant. */
            DROP,
            /** Belongs to a tenant. */
            TENANT
        }

        private static Optional<Root> of(String[] segments, int tenant) {
            if (tenant < segments.length) {
                return Optional.of(new Root(Rule.TENANT, segments[tenant]));
            }
            return Optional.empty();
        }
    }

    /** Returns the owner named in a key; empty when it names none. */
    static Optional<Root> of(String[] segments) {
        String first = segments[0];
        if (first.equals("_txn_id")) {
            return Optional.of(Root.DROP);
        }
        if (segments.length > 1 && segments[1].startsWith("history_log_")) {
            return Optional.of(new Root(Root.Rule.TENANT, KeyEscape.escape(first)));
        }
        switch (first) {
            case "__fd_explain_perf", "__fd_id_gen":
                return Optional.of(Root.KEEP);
            case "__fd_queries_queue":
                return Optional.of(Root.DROP);
            case "__fd_warehouses":
                if (segments.length > 1 && segments[1].equals("v1")) {
                    return Root.of(segments, 2);
                }
                return Optional.empty();
            default:
                if (first.startsWith("__fd_clusters") || TENANT_SECOND.contains(first)) {
                    return Root.of(segments, 1);
                }
                return Optional.empty();
        }
    }
}
