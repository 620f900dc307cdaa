package io.metash.tenant;

import io.metash.catalog.KeyEscape;
import io.metash.catalog.StoredMessage;
import io.metash.catalog.StoredValue;
import io.metash.record.Bytes;
import io.metash.record.U64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the keys that a key depends on (filter-tenant §3.3). */
final class Dependencies {
    private static final Set<String> BUILT_IN_ROLES = Set.of("account_admin", "public");
    private static final String DEFAULT_CATALOG = "default";

    private final StoreIndex index;
    private final boolean strict;
    private final Reach reach;

    /** Receives dependencies. */
    interface Reach {
        /** Reports a key that must exist; {@code table} and {@code database} keys add their own sets. */
        void required(String key);

        /** Reports a key that may exist. */
        void optional(String key);

        /** Reports all keys with a prefix. */
        void under(String prefix);

        /** Whether the set of an object was reached before with the same mark; {@code key} is its record. */
        boolean reached(String key);

        /** Reports a value whose references cannot be read. */
        void unread();
    }

    Dependencies(StoreIndex index, boolean strict, Reach reach) {
        this.index = index;
        this.strict = strict;
        this.reach = reach;
    }

    /** Reports the dependencies of a key, by its rank. */
    void of(int rank) {
        Bytes key = index.keys().key(rank);
        String[] at = key.text().split("/", -1);
        long id = index.keys().id(rank);
        switch (at[0]) {
            case "__fd_users", "__fd_roles" -> {
                if (at.length == 3) {
                    index.value(key).ifPresent(value -> grants(at[1], StoredValue.of(key, value)));
                }
            }
            case "__fd_db_id_list" -> list(key, at, true);
            case "__fd_table_id_list", "__fd_datamask_id_list" -> list(key, at, false);
            case "__fd_object_owners" -> owned(at);
            case "__fd_index_by_id" -> {
                if (at.length == 2 && id != 0) {
                    index(at[1]);
                    table(U64.text(id));
                }
            }
            default -> {
                if (id != 0) {
                    named(at, U64.text(id));
                }
            }
        }
    }

    /** Handles a name whose value is an id. */
    private void named(String[] at, String id) {
        String form = at[0] + "/" + at.length;
        switch (form) {
            case "__fd_database/3" -> database(id);
            case "__fd_table/3" -> table(id);
            case "__fd_index/3" -> index(id);
            case "__fd_datamask/3" -> maskingPolicy(at[1], id);
            case "__fd_row_access_policy/3" -> rowAccessPolicy(at[1], id);
            case "__fd_catalog/3" -> both("__fd_catalog", id);
            case "__fd_background_job/3" -> reach.required("__fd_background_job_by_id/" + id);
            case "__fd_share/3" -> {
                reach.required("__fd_share_id/" + id);
                reach.required("__fd_share_id_to_name/" + id);
            }
            default -> {
                if (at[0].equals("__fd_procedure") && at.length >= 4) {
                    both("__fd_procedure", id);
                } else if (!strict) {
                    reportUnfollowed(form, id);
                }
            }
        }
    }

    /** Reports references that metactl does not follow, so that these records make it fail. */
    private void reportUnfollowed(String form, String id) {
        if (form.equals("__fd_dictionaries/4")) {
            reach.optional("__fd_dictionary_by_id/" + id);
        } else if (form.equals("__fd_share_endpoint/3")) {
            reach.optional("__fd_share_endpoint_id/" + id);
            reach.optional("__fd_share_endpoint_id_to_name/" + id);
        }
    }

    private void both(String family, String id) {
        reach.required(family + "_by_id/" + id);
        reach.required(family + "_id_to_name/" + id);
    }

    private void database(String id) {
        boolean again = reach.reached("__fd_database_by_id/" + id);
        both("__fd_database", id);
        if (!again) {
            reach.under("__fd_table/" + id + "/");
            reach.under("__fd_table_id_list/" + id + "/");
            reach.under("__fd_dictionaries_by_database/" + id + "/");
            reach.optional("__fd_share_by/db/" + id);
        }
    }

    private void table(String id) {
        boolean again = reach.reached("__fd_table_by_id/" + id);
        both("__fd_table", id);
        if (again) {
            return;
        }
        reach.optional("__fd_table_lvt/" + id);
        reach.optional("__fd_table_copied_file_lock/" + id);
        reach.under("__fd_table_copied_files/" + id + "/");
        reach.under("__fd_table_tag/" + id + "/");
        reach.under("__fd_marked_deleted_table_index/" + id + "/");
        reach.under("__fd_marked_deleted_index/" + id + "/");
        index.indexesOfTable(id).forEach(this::index);
    }

    private void index(String id) {
        both("__fd_index", id);
        index.droppedIndexes(id).forEach(reach::optional);
    }

    private void maskingPolicy(String tenant, String id) {
        reach.required("__fd_datamask_by_id/" + id);
        reach.required("__fd_datamask_id_to_name/" + tenant + "/" + id);
        reach.under("__fd_mask_policy_apply_table_id/" + tenant + "/" + id + "/");
    }

    private void rowAccessPolicy(String tenant, String id) {
        reach.required("__fd_row_access_policy_by_id/" + tenant + "/" + id);
        reach.required("__fd_row_access_policy_id_to_name/" + tenant + "/" + id);
        reach.under("__fd_row_access_policy_apply_table_id/" + tenant + "/" + id + "/");
    }

    private void list(Bytes key, String[] at, boolean databases) {
        if (at.length != 3 || index.value(key).isEmpty()) {
            return;
        }
        Optional<StoredMessage> message =
                StoredValue.of(key, index.value(key).get()).message();
        if (message.isEmpty()) {
            reach.unread();
            return;
        }
        for (long id : message.get().numbers("ids")) {
            if (databases) {
                database(U64.text(id));
            } else {
                table(U64.text(id));
            }
        }
    }

    /** Handles {@code __fd_object_owners/TENANT/KIND/...}; the last segment is the object. */
    private void owned(String[] at) {
        if (at.length < 4) {
            return;
        }
        String object = at[at.length - 1];
        boolean builtIn = at.length == 5 && at[3].equals(DEFAULT_CATALOG);
        switch (at[2]) {
            case "database-by-id" -> database(object);
            case "table-by-id" -> table(object);
            case "database-by-catalog-id" -> {
                if (builtIn) {
                    database(object);
                }
            }
            case "table-by-catalog-id" -> {
                if (builtIn) {
                    table(object);
                }
            }
            case "stage-by-name" -> reach.required("__fd_stages/" + at[1] + "/" + object);
            case "udf-by-name" -> reach.required("__fd_udfs/" + at[1] + "/" + object);
            case "connection-by-name" -> reach.required("__fd_connection/" + at[1] + "/" + object);
            case "sequence-by-name" -> reach.required("__fd_sequence/" + at[1] + "/" + object);
            case "procedure-by-id" -> both("__fd_procedure", object);
            case "masking-policy-by-id" -> maskingPolicy(at[1], object);
            case "row-access-policy-by-id" -> rowAccessPolicy(at[1], object);
            case "warehouse-by-id" -> warehouse(at[1], object);
            default -> {}
        }
    }

    private void warehouse(String tenant, String id) {
        reach.required("__fd_warehouses/v1/" + tenant + "/" + id);
        reach.under("__fd_clusters_v6/" + tenant + "/online_clusters/" + id + "/");
    }

    private void grants(String tenant, StoredValue value) {
        if (value.message().isEmpty()) {
            // A JSON record of 2021 names only objects that its tenant names itself.
            if (value.jsonText().isEmpty()) {
                reach.unread();
            }
            return;
        }
        value.message().get().message("grants").ifPresent(grants -> {
            for (String role : grants.map("roles").keySet()) {
                String key = "__fd_roles/" + tenant + "/" + KeyEscape.escape(role);
                if (BUILT_IN_ROLES.contains(role)) {
                    reach.optional(key);
                } else {
                    reach.required(key);
                }
            }
            for (StoredMessage entry : grants.messages("entries")) {
                entry.message("object").ifPresent(object -> granted(tenant, object));
            }
        });
    }

    private void granted(String tenant, StoredMessage object) {
        String kind = object.oneof("object").orElse("global");
        StoredMessage member = object.message(kind).orElse(null);
        if (member == null || (!strict && isOfOtherCatalog(member))) {
            return;
        }
        switch (kind) {
            case "database" -> databaseNamed(tenant, member.text("db"));
            case "databasebyid" -> database(U64.text(member.number("db")));
            case "table" -> tableNamed(tenant, member);
            case "tablebyid" -> {
                database(U64.text(member.number("db")));
                table(U64.text(member.number("table")));
            }
            case "udf" -> object("__fd_udfs", tenant, member.text("udf"));
            case "connection" -> object("__fd_connection", tenant, member.text("connection"));
            case "sequence" -> object("__fd_sequence", tenant, member.text("sequence"));
            case "stage" -> {
                object("__fd_stages", tenant, member.text("stage"));
                reach.under("__fd_stage_files/" + tenant + "/" + KeyEscape.escape(member.text("stage")) + "/");
            }
            case "warehouse" -> warehouse(tenant, KeyEscape.escape(member.text("warehouse")));
            case "procedure" -> both("__fd_procedure", U64.text(member.number("procedure_id")));
            case "maskingpolicy" -> maskingPolicy(tenant, U64.text(member.number("policy_id")));
            case "row_access_policy" -> rowAccessPolicy(tenant, U64.text(member.number("policy_id")));
            default -> {}
        }
    }

    private static boolean isOfOtherCatalog(StoredMessage member) {
        return member.type().has("catalog") && !List.of(DEFAULT_CATALOG, "").contains(member.text("catalog"));
    }

    private void object(String family, String tenant, String name) {
        reach.required(family + "/" + tenant + "/" + KeyEscape.escape(name));
    }

    private void databaseNamed(String tenant, String name) {
        object("__fd_database", tenant, name);
        object("__fd_db_id_list", tenant, name);
    }

    private void tableNamed(String tenant, StoredMessage table) {
        String database = table.text("db");
        databaseNamed(tenant, database);
        int rank = index.find("__fd_database/" + tenant + "/" + KeyEscape.escape(database), strict);
        if (rank != KeyTable.MISSING) {
            String id = U64.text(index.keys().id(rank));
            String name = KeyEscape.escape(table.text("table"));
            reach.required("__fd_table/" + id + "/" + name);
            reach.required("__fd_table_id_list/" + id + "/" + name);
        }
    }
}
