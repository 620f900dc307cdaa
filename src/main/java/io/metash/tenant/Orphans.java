package io.metash.tenant;

import io.metash.record.U64;
import java.util.Optional;

/** Finds keys whose parent is missing in the export, so that no owner leads to them (filter-tenant §3.5). */
final class Orphans {
    private final StoreIndex index;

    Orphans(StoreIndex index) {
        this.index = index;
    }

    /**
     * Returns why a key is an orphan; empty when it is not.
     *
     * @param at the segments of the key
     * @param id the id in its value, u64
     */
    Optional<String> reason(String[] at, long id) {
        switch (at[0] + "/" + at.length) {
            case "__fd_table/3":
                return missing("database", at[1]);
            case "__fd_index_by_id/2":
                return missing("table", U64.text(id));
            case "__fd_marked_deleted_index/3":
                return missing("table", at[1]).flatMap(table -> missing("index", at[2]));
            case "__fd_table_copied_file_lock/2", "__fd_table_lvt/2":
                return missing("table", at[1]);
            default:
                break;
        }
        boolean ofTable =
                switch (at[0]) {
                    case "__fd_marked_deleted_table_index", "__fd_table_copied_files", "__fd_table_tag" -> true;
                    default -> false;
                };
        if (ofTable && at.length > 2) {
            return missing("table", at[1]);
        }
        return Optional.empty();
    }

    private Optional<String> missing(String kind, String id) {
        String family = "__fd_" + kind;
        if (index.has(family + "_by_id/" + id) || index.has(family + "_id_to_name/" + id)) {
            return Optional.empty();
        }
        return Optional.of(kind + " " + id + " is not in the export");
    }
}
