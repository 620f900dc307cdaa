package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.Bytes;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.testing.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and values of real stores. */
class RealValuesTest {
    /** The state of a store as a server lists it, without the header of an export. */
    private static final byte[] HEADER =
            "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\",\"upgrading\":null}}}]\n"
                    .getBytes(StandardCharsets.UTF_8);

    private static RecordSource open(String file) throws IOException {
        byte[] lines = Files.readAllBytes(TestData.file(file));
        if (file.endsWith(".state.ndjson")) {
            byte[] state = lines;
            lines = new byte[HEADER.length + state.length];
            System.arraycopy(HEADER, 0, lines, 0, HEADER.length);
            System.arraycopy(state, 0, lines, HEADER.length, state.length);
        }
        return new NdjsonSource(new ByteArrayInputStream(lines), file, lines.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "real/rich.state.ndjson",
                "real/rich-snap.state.ndjson",
                "real/rich-users.state.ndjson",
                "real/variants.state.ndjson",
                "peer/meta_v004.txt"
            })
    void everyKeyPrintsBackAndEveryValueDecodes(String file) throws IOException {
        try (RecordSource source = open(file)) {
            for (MetaRecord record = source.next(); record != null; record = source.next()) {
                if (record instanceof MetaRecord.Kv kv) {
                    Bytes key = kv.key();
                    CatalogKey read = CatalogKey.parse(key);
                    boolean known = key.text().startsWith("_");
                    assertEquals(known, read.form().isPresent(), key.text());
                    assertEquals(key, read.canonical());
                    StoredValue value = StoredValue.of(key, kv.value().data());
                    assertEquals(Optional.empty(), value.problem(), key.text());
                    assertArrayEquals(kv.value().data().array(), value.encode(), key.text());
                    String json = CompactJson.of(value, SecretPolicy.HIDE);
                    for (String secret : new String[] {
                        "AKIAPLANTED00000001",
                        "planted-secret-key-0001",
                        "dictpw0001",
                        "9045590f1f2a588816f9bd85ef0cbe13abec8571"
                    }) {
                        assertFalse(json.contains(secret), key.text());
                    }
                }
            }
        }
    }

    /** The dump of 2022 by kinds, with the counts of values §8. */
    @Test
    void theDumpOf2022HasTheseKinds() throws IOException {
        Map<String, Integer> kinds = new TreeMap<>();
        Map<String, String> some = new TreeMap<>();
        try (RecordSource source = open("peer/meta_v004.txt")) {
            for (MetaRecord record = source.next(); record != null; record = source.next()) {
                if (record instanceof MetaRecord.Kv kv) {
                    ValueKind kind = KeyForms.value(kv.key());
                    kinds.merge((kind.encoding() + " " + kind.of()).strip(), 1, Integer::sum);
                    some.put(
                            kv.key().text(),
                            CompactJson.of(StoredValue.of(kv.key(), kv.value().data()), SecretPolicy.HIDE));
                }
            }
        }
        assertEquals(
                "{ID __fd_database_by_id/{}=1, ID __fd_table_by_id/{}=11, JSON NodeInfo=3, NUMBER=1, PB DatabaseMeta=5,"
                        + " PB DbIdList=4, PB DbIdTableName=13, PB EmptyProto=2, PB TIdent=5, PB TableIdList=13, PB TableMeta=13}",
                kinds.toString());
        assertEquals(
                "{\"_type\":\"DatabaseMeta\",\"_ver\":19,\"_min_reader_ver\":1,\"engine\":\"default\","
                        + "\"created_on\":\"2022-11-01T08:20:48.530487Z\",\"updated_on\":\"2022-11-01T08:20:48.530490Z\","
                        + "\"drop_on\":\"2022-11-01T08:21:03.577172Z\"}",
                some.get("__fd_database_by_id/25"));
        assertEquals(
                "{\"_type\":\"TableMeta\",\"_ver\":19,\"_min_reader_ver\":1,\"columns\":[{\"name\":\"n_nationkey\",\"type\":\"Int32\"},"
                        + "{\"name\":\"n_name\",\"type\":\"String\"},{\"name\":\"n_regionkey\",\"type\":\"Int32\"},"
                        + "{\"name\":\"n_comment\",\"type\":\"String\"}],\"engine\":\"FUSE\",\"options\":{\"database_id\":\"1\","
                        + "\"snapshot_location\":\"1/87/_ss/fe44ff507e684418976ef5dec9ab3a14_v1.json\"},"
                        + "\"created_on\":\"2022-11-01T08:21:49.400147Z\",\"updated_on\":\"2022-11-01T08:21:49.400149Z\","
                        + "\"statistics\":{\"number_of_rows\":25,\"data_bytes\":2650,\"compressed_data_bytes\":2155,"
                        + "\"index_data_bytes\":1038},\"_unknown_fields\":[{\"number\":10,\"text\":\"default\"}]}",
                some.get("__fd_table_by_id/87"));
        assertEquals(
                "{\"_type\":\"DbIdList\",\"_ver\":19,\"_min_reader_ver\":1,\"ids\":[9,25]}",
                some.get("__fd_db_id_list/test_tenant/db1"));
    }
}
