package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.record.Bytes;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of keys. */
class CatalogKeyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            __fd_database/test%2dtenant/default | database default, tenant test-tenant
            __fd_quotas/test%2dtenant | quotas, tenant test-tenant
            __fd_tenant/test%2dtenant | tenant test-tenant
            __fd_users/t/%27u%27%40%27%25%27 | user 'u'@'%', tenant t
            __fd_table/1/my%2etable | table my.table, database id 1
            __fd_table_by_id/18446744073709551615 | table id 18446744073709551615
            __fd_table_copied_files/12//a/b c | copied file /a/b c, table id 12
            __fd_table_copied_files/12/ | copied file , table id 12
            __fd_table_lock_v2/t/7/000_000_000_000_000_000_006 | lock 6, table id 7, tenant t
            __fd_table_lock_v2_seq | next lock revision
            __fd_procedure/t/p/ | procedure p(), tenant t
            __fd_object_owners/t/table-by-id/9 | owner of table id 9, tenant t
            __fd_object_tag_ref/t/procedure/p/Int8%2cInt8/4 | tag id 4 of procedure p(Int8,Int8), tenant t
            __fd_warehouses/v1/t/w | warehouse w, tenant t
            __fd_explain_perf/queue/00000000000000000006 | EXPLAIN PERF permit 6
            a-b/history_log_transform/log_history/batch_number | history batch number, table log_history, tenant a-b
            0-0-job/execute/lock/last_timestamp | last execution, task job
            TIdent<TaskMessageIdent>(t/0-1-job)/lock/seq_generator | permit sequence, task message 0-1-job, tenant t
            __fd_clusters/t/c/databend_query/n | query node n of cluster c, tenant t
            """)
    void plainForms(String key, String plain) {
        CatalogKey read = CatalogKey.parse(Bytes.utf8(key));
        assertTrue(read.form().isPresent(), key);
        assertEquals(plain, read.plain());
        assertEquals(key, read.canonical().text());
    }

    /** Wrong segment counts, invalid escapes and invalid numbers leave the key unchanged. */
    @ParameterizedTest
    @CsvSource({
        "my/label",
        "__fd_table",
        "__fd_table/1",
        "__fd_table/x/t",
        "__fd_table/1/t/more",
        "__fd_table_by_id/007",
        "__fd_table_by_id/18446744073709551616",
        "__fd_database//d",
        "__fd_database/t/%zz",
        "__fd_table_lock_v2/t/7/6",
        "__fd_users/t/u",
        "__fd_tag_id_object_ref/t/1"
    })
    void unknownKeysStayVisible(String key) {
        CatalogKey read = CatalogKey.parse(Bytes.utf8(key));
        assertTrue(read.form().isEmpty());
        assertEquals(key, read.plain());
        assertEquals(key, read.canonical().text());
    }

    @Test
    void readingIsMoreLenientThanWriting() {
        CatalogKey read = CatalogKey.parse(Bytes.utf8("__fd_database/a-b/%2D"));
        assertEquals("database -, tenant a-b", read.plain());
        assertEquals("__fd_database/a%2db/%2d", read.canonical().text());
    }

    @Test
    void formsMatchTheKeyspacePage() throws IOException {
        assumeTrue(TestData.present());
        Set<String> written = new TreeSet<>();
        Matcher words = Pattern.compile("^\\| (`[^|]*) \\|", Pattern.MULTILINE)
                .matcher(Files.readString(TestData.shared().resolve("formats/keyspace.md")));
        while (words.find()) {
            Matcher prefix = Pattern.compile("`(_[a-z0-9_]+)`").matcher(words.group(1));
            while (prefix.find()) {
                written.add(prefix.group(1));
            }
        }
        Set<String> known = KeyForms.all().stream()
                .map(KeyForm::prefix)
                .filter(prefix -> !prefix.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(written, known);
        assertEquals(74 + 19, known.size());
    }

    @Test
    void everyMessageOfAFormIsDeclared() {
        for (KeyForm form : KeyForms.all()) {
            if (form.value().encoding() == ValueKind.Encoding.PB) {
                assertTrue(MessageType.named(form.value().of()).isPresent(), form.pattern());
            }
        }
        assertEquals(198, MessageType.names().size());
        assertFalse(MessageType.named("Nonsense").isPresent());
    }
}
