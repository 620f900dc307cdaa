package io.metash.catalog.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Differences between two stores, in terms of objects. */
class CatalogDiffTest {
    private static final String INT = "{number_t {int32_type {}}}";

    private static String column(String name, int id, String type) {
        return "fields {name: '" + name + "' column_id: " + id + " data_type " + type + "} ";
    }

    private static List<String> diff(MapStore before, MapStore after) throws IOException {
        List<String> changes = new ArrayList<>();
        new CatalogDiff(new CatalogReader(before), new CatalogReader(after), change -> changes.add(change.toString()))
                .run();
        return changes;
    }

    private static MapStore before() {
        return new MapStore()
                .database("sales", 1)
                .database("old", 2)
                .table(
                        1,
                        "orders",
                        7,
                        "schema {" + column("id", 0, INT) + column("name", 1, "{string_t {}}") + column("gone", 2, INT)
                                + "} engine: 'FUSE' created_on: '2026-01-01 00:00:00 UTC' comment: 'a'"
                                + " options {key: 'database_id' value: '1'} statistics {number_of_rows: 5}")
                .table(1, "moved", 8, "engine: 'FUSE'")
                .table(1, "dropped", 9, "engine: 'FUSE'")
                .put(
                        "__fd_users/t/%27alice%27%40%27%25%27",
                        "UserInfo",
                        "name: 'alice' auth_info {password {hash_value: 'abc' hash_method: Sha256}} grants {entries"
                                + " {object {tablebyid {catalog: 'default' db: 1 table: 7}} privileges: 4}}")
                .put("__fd_users/t/%27bob%27%40%27%25%27", "UserInfo", "name: 'bob'")
                .put("__fd_object_owners/t/table-by-id/7", "OwnershipInfo", "role: 'r1'")
                .put("__fd_connection/t/c", "UserDefinedConnection", "storage_params {key: 'secret' value: 's1'}")
                .put("__fd_sequence_storage/t/s", "5")
                .put("__fd_settings/t/max_threads", "{\"name\":\"max_threads\",\"value\":{\"UInt64\":8}}")
                .put("label", "x");
    }

    private static MapStore after() {
        return new MapStore()
                .database("sales", 1)
                .database("new", 3)
                .table(
                        1,
                        "orders",
                        7,
                        "schema {" + column("id", 0, "{nullable_t {number_t {int32_type {}}}}")
                                + column("title", 1, "{string_t {}}")
                                + column("total", 3, "{decimal_t {decimal_128 {precision: 15 scale: 2}}}")
                                + "} engine: 'FUSE' created_on: '2026-01-01 00:00:00 UTC' updated_on: '2026-02-01"
                                + " 00:00:00 UTC' comment: 'b' options {key: 'database_id' value: '1'} statistics"
                                + " {number_of_rows: 6}")
                .table(1, "other", 8, "engine: 'FUSE'")
                .put(
                        "__fd_users/t/%27alice%27%40%27%25%27",
                        "UserInfo",
                        "name: 'alice' auth_info {password {hash_value: 'xyz' hash_method: Sha256}} grants {roles"
                                + " {key: 'r' value: true} entries {object {tablebyid {catalog: 'default' db: 1 table: 7}}"
                                + " privileges: 12}}")
                .put("__fd_object_owners/t/table-by-id/7", "OwnershipInfo", "role: 'r2'")
                .put("__fd_connection/t/c", "UserDefinedConnection", "storage_params {key: 'secret' value: 's2'}")
                .put("__fd_sequence_storage/t/s", "9")
                .put("__fd_settings/t/max_threads", "{\"name\":\"max_threads\",\"value\":{\"UInt64\":16}}")
                .put("label", "y");
    }

    @Test
    void changesAreListedByObject() throws IOException {
        assertEquals(
                List.of(
                        "connection `c`: storage_params.secret changed (hidden)",
                        "database `new`: created",
                        "database `old`: dropped",
                        "owner of table `sales.orders`: role r1 -> r2",
                        "counter of sequence `s`: value 5 -> 9",
                        "setting `max_threads`: value.UInt64 8 -> 16",
                        "table `sales.dropped`: dropped",
                        "table `sales.other`: renamed from `sales.moved`",
                        "table `sales.orders`: column `gone` dropped",
                        "table `sales.orders`: column `id`: type Int32 -> Nullable(Int32)",
                        "table `sales.orders`: column `name` renamed to `title`",
                        "table `sales.orders`: column `total` added (Decimal(15, 2))",
                        "table `sales.orders`: comment a -> b",
                        "table `sales.orders`: statistics.number_of_rows 5 -> 6",
                        "user `'alice'@'%'`: role `r` granted",
                        "user `'alice'@'%'`: Insert on table `sales.orders` granted",
                        "user `'alice'@'%'`: auth_info.hash_value changed (hidden)",
                        "user `'bob'@'%'`: dropped"),
                diff(before(), after()));
    }

    @Test
    void equalStoresDoNotDiffer() throws IOException {
        assertEquals(List.of(), diff(before(), before()));
    }
}
