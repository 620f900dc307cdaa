package io.metash.command.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.testing.TestData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code filter-tenant}: metactl's results (filter-tenant §6, filter-tenant §7), improvements (filter-tenant §8). */
class FilterTenantTest {
    private static final String HEADER =
            "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]";
    private static final String SEQUENCES =
            "[\"state_machine/0\",{\"Sequences\":{\"key\":\"generic-kv\",\"value\":900}}]";

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun();

    private static String kv(String key, int... value) {
        String data = Arrays.stream(value).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return "[\"state_machine/0\",{\"GenericKV\":{\"key\":\"" + key
                + "\",\"value\":{\"seq\":1,\"meta\":null,\"data\":[" + data + "]}}}]";
    }

    private static String id(String key, String id) {
        return kv(key, id.chars().toArray());
    }

    private static String expire(String key) {
        return "[\"state_machine/0\",{\"Expire\":{\"key\":{\"time_ms\":1900000000000,\"seq\":1},\"value\":{\"key\":\""
                + key + "\"}}}]";
    }

    private static List<String> database(String tenant, String name, String id) {
        return List.of(
                id("__fd_database/" + tenant + "/" + name, id),
                kv("__fd_database_by_id/" + id),
                kv("__fd_database_id_to_name/" + id));
    }

    /** A role with a granted role (field 4 of RoleInfo is the set of grants, its field 2 the roles). */
    private static int[] userWithRole(String role) {
        return granting(message(2, concat(message(1, text(role)), new int[] {16, 1})));
    }

    /** A user with a grant on an object: field 1 of the set, field 1 of the entry, one of the object's members. */
    private static int[] userWithGrant(int member, int[] object) {
        return granting(message(1, message(1, message(member, object))));
    }

    private static int[] granting(int[] set) {
        return message(4, set);
    }

    private static int[] message(int field, int[] content) {
        return concat(new int[] {field << 3 | 2, content.length}, content);
    }

    private static int[] text(String text) {
        return text.chars().toArray();
    }

    private static int[] concat(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @SafeVarargs
    private static List<String> joined(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    private Path file(List<String> lines) throws IOException {
        return Files.writeString(scratch.resolve("in.ndjson"), text(lines));
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String report(int total, int header, int kept, int dropped) {
        int state = kept + dropped;
        return "filter-tenant: total=" + total + ", header=" + header + ", raft_log_skipped=" + (total - header - state)
                + ", state_machine=" + state + ", kept=" + kept + ", dropped=" + dropped + "\n";
    }

    /** Filters for {@code tenant_a} by both rules, which agree on the inputs that metactl accepts. */
    private void accepted(List<String> lines, List<String> kept) throws IOException {
        Path in = file(lines);
        for (String rule : List.of("", " --strict")) {
            assertEquals(text(kept), run.ok("filter-tenant --tenant tenant_a --input " + in + rule));
            assertTrue(run.err().endsWith(report(lines.size(), 0, kept.size(), lines.size() - kept.size())), run.err());
        }
    }

    private void refused(List<String> lines, String words, String what) throws IOException {
        assertEquals(6, run.status("filter-tenant --tenant tenant_a --input " + file(lines) + words));
        assertEquals("", run.out());
        assertTrue(
                run.err().contains("metash: " + what + "\n") || run.err().contains("metash: " + what + ";"), run.err());
    }

    private void unmarked(String... lines) throws IOException {
        refused(List.of(lines), " --strict", "did not mark all state machine entries");
    }

    @Test
    void twoTenantsAreDistinguished() throws IOException {
        List<String> kept = joined(
                List.of(SEQUENCES, expire("__fd_database/tenant_a/db1"), id("__fd_id_gen/database_id", "9")),
                database("tenant_a", "db1", "11"),
                List.of(id("__fd_table/11/t1", "101"), kv("__fd_table_by_id/101"), kv("__fd_table_id_to_name/101")));
        List<String> dropped = joined(List.of(expire("__fd_database/tenant_b/db2")), database("tenant_b", "db2", "22"));
        accepted(joined(kept, dropped), kept);
    }

    /** Stores of 2023 contain a tenant in two spellings; metactl keeps the keys of one of them. */
    @Test
    void aTenantIsKeptInBothSpellings() throws IOException {
        String owner = "0a027231120d3a040a027331a0068b01a80618a0068b01a80618";
        int[] bytes = IntStream.range(0, owner.length() / 2)
                .map(i -> Integer.parseInt(owner.substring(2 * i, 2 * i + 2), 16))
                .toArray();
        List<String> escaped = joined(database("my%2dt", "db1", "11"), List.of(kv("__fd_sequence/my%2dt/s1")));
        List<String> raw = List.of(kv("__fd_object_owners/my-t/sequence-by-name/s1", bytes), kv("__fd_roles/my-t/r1"));
        List<String> both = joined(escaped, raw);
        Path in = file(joined(both, database("other", "db2", "22")));
        for (String name : List.of("my-t", "my%2dt")) {
            assertEquals(text(both), run.ok("filter-tenant --tenant " + name + " --input " + in));
        }
        assertEquals(text(escaped), run.ok("filter-tenant --strict --tenant my%2dt --input " + in));
    }

    @Test
    void strictRefusesUnreferencedKeysLikeMetactl() throws IOException {
        unmarked(kv("__unknown_unowned_key/101"));
        unmarked(kv("__fd_table_by_id/101"));
        unmarked(expire("__fd_database/tenant_a/db1"));
        unmarked(kv("__fd_database_by_id/11"), kv("__fd_database_id_to_name/11"));
        unmarked(id("__fd_table/11/t1", "101"), kv("__fd_database_by_id/11"));
        unmarked(kv("__fd_table_lvt/101"), kv("__fd_table_by_id/101"));
        unmarked(kv("__fd_index_by_id/201", 8, 101), kv("__fd_table_by_id/101"));
    }

    @Test
    void listsAndIndexesReferToTheirRecords() throws IOException {
        List<String> listed = joined(
                database("tenant_a", "db1", "11"),
                List.of(
                        kv("__fd_table_by_id/101"),
                        kv("__fd_table_id_list/11/t1", 8, 101),
                        kv("__fd_table_id_to_name/101")));
        accepted(listed, listed);
        List<String> indexed = joined(
                database("tenant_a", "db1", "11"),
                List.of(
                        id("__fd_table/11/t1", "101"),
                        kv("__fd_table_by_id/101"),
                        kv("__fd_table_id_to_name/101"),
                        kv("__fd_index_by_id/201", 8, 101),
                        kv("__fd_index_id_to_name/201"),
                        kv("__fd_marked_deleted_index/101/201")));
        accepted(indexed, indexed);
    }

    @Test
    void orphansAreDropped() throws IOException {
        accepted(List.of(id("__fd_table/11/t1", "101")), List.of());
        accepted(List.of(id("__fd_table/11/t1", "101"), kv("__fd_table_by_id/101")), List.of());
        accepted(List.of(kv("__fd_marked_deleted_index/101/201")), List.of());
        accepted(List.of(kv("__fd_table_lvt/101")), List.of());
        accepted(List.of(kv("__fd_index_by_id/201", 8, 101), kv("__fd_index_id_to_name/201")), List.of());
        assertEquals("", run.ok("filter-tenant --tenant tenant_a --input " + file(List.of(kv("__fd_table_lvt/101")))));
        assertEquals(
                "filter-tenant: warning: the state machine of the export holds no tenant\n"
                        + "filter-tenant: drop snapshot orphan at line 1: __fd_table_lvt/101: table 101 is not in the"
                        + " export\n"
                        + report(1, 0, 0, 1),
                run.err());
    }

    @Test
    void staleReferencesAreReported() throws IOException {
        String user = kv("__fd_users/tenant_a/u", userWithRole("role1"));
        refused(List.of(user), " --strict", "required key not found: __fd_roles/tenant_a/role1");
        assertEquals(text(List.of(user)), run.ok("filter-tenant --tenant tenant_a --input " + file(List.of(user))));
        assertEquals(
                "filter-tenant: stale reference at line 1: __fd_users/tenant_a/u refers to __fd_roles/tenant_a/role1,"
                        + " which is not in the export\n" + report(1, 0, 1, 0),
                run.err());
        refused(
                List.of(id("__fd_database/tenant_a/default", "11")),
                " --strict",
                "required key not found: __fd_database_by_id/11");
        refused(
                List.of(kv("__fd_users/tenant_a/u", userWithGrant(10, message(1, text("s1"))))),
                " --strict",
                "required key not found: __fd_sequence/tenant_a/s1");
        List<String> builtIn = List.of(
                kv("__fd_users/tenant_a/u", userWithRole("account_admin")),
                kv("__fd_users/tenant_a/v", userWithRole("public")));
        accepted(builtIn, builtIn);
        accepted(List.of(id("__fd_database/tenant_b/default", "11")), List.of());
    }

    /** metactl inserts the name of a grant into a key without escaping it. */
    @Test
    void namesInGrantsAreEscaped() throws IOException {
        List<String> lines =
                List.of(kv("__fd_roles/tenant_a/my%2drole"), kv("__fd_users/tenant_a/u", userWithRole("my-role")));
        accepted(lines, lines);
    }

    @Test
    void aTenantMayBeGivenAsInSqlOrAsStored() throws IOException {
        List<String> kept = List.of(kv("__fd_tenant/a%2db"), kv("a-b/history_log_clean/x/lock/last_timestamp", 49));
        Path in = file(joined(kept, List.of(kv("__fd_tenant/c"))));
        assertEquals(text(kept), run.ok("filter-tenant --tenant a-b --input " + in));
        assertEquals(report(3, 0, 2, 1), run.err());
        assertEquals(text(kept), run.ok("filter-tenant --tenant a%2db --input " + in));
        assertEquals("filter-tenant: 'a%2db' is the stored form of tenant 'a-b'\n" + report(3, 0, 2, 1), run.err());
        assertEquals("", run.ok("filter-tenant --tenant d --input " + in));
        assertEquals(
                "filter-tenant: warning: no key belongs to tenant 'd'; the tenants in the export are: a-b, c\n"
                        + report(3, 0, 0, 3),
                run.err());
    }

    @Test
    void keysOfNormalOperationDoNotStopTheRun() throws IOException {
        List<String> kept = List.of(
                id("__fd_dictionaries/tenant_a/11/d", "75"),
                kv("__fd_dictionary_by_id/75"),
                kv("__fd_table_lock_v2/tenant_a/101/000_000_000_000_000_000_012"),
                id("__fd_table_lock_v2_seq", "12"),
                kv("_result_cache/tenant_a/abc"));
        List<String> dropped = List.of(
                kv("__fd_workloads/tenant_b/workload_groups/1"),
                kv("__fd_workload_queries_queue/queue/g/seq_generator"),
                kv("0-0-t/execute/lock/seq_generator"),
                kv("__fd_catalog_by_id/5"));
        Path in = file(joined(kept, dropped));
        assertEquals(text(kept), run.ok("filter-tenant --tenant tenant_a --input " + in));
        assertEquals(
                "filter-tenant: drop unowned key at line 9: __fd_catalog_by_id/5: no name leads to it\n"
                        + report(9, 0, 5, 4),
                run.err());
    }

    @Test
    void unknownFamiliesAreKeptOrDroppedOnRequest() throws IOException {
        List<String> lines = List.of(kv("__fd_tenant/tenant_a"), kv("label/1"), kv("label/2"));
        refused(lines, "", "did not mark all state machine entries; keys without an owner: 2");
        Path in = file(lines);
        assertEquals(text(lines), run.ok("filter-tenant --tenant tenant_a --unknown keep --input " + in));
        assertEquals("filter-tenant: unknown family label: 2 kept\n" + report(3, 0, 3, 0), run.err());
        assertEquals(text(lines.subList(0, 1)), run.ok("filter-tenant --tenant tenant_a --unknown drop --input " + in));
        assertEquals("filter-tenant: unknown family label: 2 dropped\n" + report(3, 0, 1, 2), run.err());
    }

    @Test
    void aDuplicateKeyNamesBothLines() throws IOException {
        Path in = file(List.of(kv("b"), kv("a"), "", kv("b")));
        assertEquals(3, run.status("filter-tenant --tenant t --input " + in));
        assertEquals(
                "metash: duplicate key: b\n  where  " + in + ":4\n  why    line 1 has the same key\n"
                        + "  next   remove one of the two lines, or run the export again\n",
                run.err());
    }

    @Test
    void theInputIsNeverOverwrittenAndAFailureWritesNothing() throws IOException {
        Path in = file(List.of(HEADER, kv("__fd_tenant/tenant_a"), "[\"state_machine/0\",{\"No\":1}]"));
        String before = Files.readString(in);
        Path link = Files.createSymbolicLink(scratch.resolve("link"), in);
        assertEquals(6, run.status("filter-tenant --tenant tenant_a --input " + in + " --output " + link));
        assertTrue(run.err().startsWith("metash: the output would overwrite the input\n"), run.err());
        Path out = scratch.resolve("out.ndjson");
        assertEquals(3, run.status("filter-tenant --tenant tenant_a --input " + in + " --output " + out));
        assertTrue(run.err().contains(in + ":3"), run.err());
        assertFalse(Files.exists(out));
        assertEquals(before, Files.readString(in));
    }

    @Test
    void standardInputIsCopiedAndRemoved() throws IOException {
        List<String> lines = List.of(kv("__fd_tenant/tenant_a"), HEADER, kv("__fd_tenant/tenant_b"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        run.context()
                .use(new Io(
                        new ByteArrayInputStream(text(lines).getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false,
                        false,
                        () -> 80,
                        Display.PLAIN));
        assertEquals(0, run.status("filter-tenant --tenant tenant_a"));
        assertEquals(text(List.of(HEADER, lines.get(0))), out.toString(StandardCharsets.UTF_8));
        assertEquals(report(3, 1, 1, 1), err.toString(StandardCharsets.UTF_8));
    }

    /** The figures of filter-tenant §7. */
    @Test
    void theGoldenExportGivesMetactlsFigures() throws IOException {
        Path golden = TestData.file("peer/meta_v004.txt");
        List<String> lines = Files.readAllLines(golden);
        List<String> state = lines.stream()
                .filter(line -> line.startsWith("[\"state_machine/") || line.startsWith("[\"header"))
                .toList();
        String log = "filter-tenant: total=167, header=1, raft_log_skipped=86, state_machine=80, ";
        assertEquals(text(state), run.ok("filter-tenant --strict --tenant test_tenant --input " + golden));
        assertEquals(log + "kept=80, dropped=0\n", run.err());
        List<String> common = state.stream()
                .filter(line -> !line.contains("{\"GenericKV\"") && !line.contains("{\"Expire\"")
                        || line.contains("\"__fd_id_gen/"))
                .toList();
        assertEquals(text(common), run.ok("filter-tenant --strict --tenant other --input " + golden));
        assertEquals(
                "filter-tenant: warning: no key belongs to tenant 'other'; the tenants in the export are: test_tenant\n"
                        + log + "kept=8, dropped=72\n",
                run.err());
    }

    /** A real store with one tenant: only transactions are dropped. */
    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-snap"})
    void aRealStoreIsKeptExceptForTransactions(String store) throws IOException {
        Path in = TestData.file("real/" + store + ".state.ndjson");
        List<String> kept = Files.readAllLines(in).stream()
                .filter(line ->
                        !line.contains("{\"key\":\"_txn_id/") && !line.contains("\"value\":{\"key\":\"_txn_id/"))
                .toList();
        assertEquals(text(kept), run.ok("filter-tenant --tenant python_binding --unknown keep --input " + in));
    }

    /** The real store again under other ids and another tenant: each tenant is extracted completely. */
    @Test
    void theOtherTenantOfARealExportIsDropped() throws IOException {
        List<String> real = Files.readAllLines(TestData.file("real/rich-snap.export.ndjson")).stream()
                .filter(line -> !line.contains("\"probe/"))
                .toList();
        List<String> other = database("other%2dtenant", "sales", "900001");
        Path in = file(joined(real, other));
        List<String> state =
                real.stream().filter(line -> !line.startsWith("[\"raft_log")).toList();
        run.ok("filter-tenant --tenant python_binding --input " + in + " --output " + scratch.resolve("a"));
        assertEquals(text(state), Files.readString(scratch.resolve("a")));
        run.ok("filter-tenant --tenant other-tenant --input " + in + " --output " + scratch.resolve("b"));
        List<String> common = state.stream()
                .filter(line -> !line.startsWith("[\"state_machine/0\",{\"GenericKV\"") && !line.contains("{\"Expire\"")
                        || line.contains("{\"key\":\"__fd_id_gen/")
                        || line.contains("{\"key\":\"__fd_table_lock_v2_seq"))
                .toList();
        assertEquals(text(joined(common, other)), Files.readString(scratch.resolve("b")));
    }
}
