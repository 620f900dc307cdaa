package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.catalog.GoldenSamples.Sample;
import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values are decoded according to their keys (values §1 to §7). */
class StoredValueTest {
    private static final List<Sample> SAMPLES = GoldenSamples.all();

    private static String json(String key, byte[] value) {
        return CompactJson.of(StoredValue.of(Bytes.utf8(key), Bytes.of(value)), SecretPolicy.HIDE);
    }

    private static String json(String key, String value) {
        return json(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void isJson(String text) {
        JsonText.readAny(text.getBytes(StandardCharsets.UTF_8), "json");
    }

    @Test
    void everyGoldenSampleDecodesAndEncodesToItself() throws BadMessage {
        Map<String, Integer> unknown = new TreeMap<>();
        for (Sample sample : SAMPLES) {
            StoredMessage message = sample.read();
            assertArrayEquals(sample.bytes(), message.bytes(), sample.toString());
            assertEquals(sample.ver(), version(message, MessageJson.VER), sample.toString());
            assertEquals(sample.minReaderVer(), version(message, MessageJson.MIN_READER_VER), sample.toString());
            StoredValue value = sample.value();
            assertEquals(Optional.empty(), value.problem(), sample.toString());
            assertEquals(Optional.empty(), value.caution());
            isJson(CompactJson.of(value, SecretPolicy.HIDE));
            isJson(CompactJson.of(value, SecretPolicy.SHOW));
            countUnknown(message, unknown);
        }
        assertEquals(212, SAMPLES.size());
        // Removed fields that current programs only reserve (values §4.8); protoc finds the same ones.
        assertEquals(
                "{DatabaseMeta 24=1, IcebergCatalogOption 1=1, OssStorageConfig 6=1, OssStorageConfig 7=1,"
                        + " S3StorageConfig 13=2, SequenceMeta 4=1, TableMeta 10=12, TableMeta 28=18, TableMeta 30=1,"
                        + " TableMeta 37=2, TagMeta 6=1, Timestamp 1=3}",
                unknown.toString());
    }

    private static long version(StoredMessage message, int number) {
        FieldType field = message.type().field(number);
        return field == null ? 0 : message.number(field.name());
    }

    private static void countUnknown(StoredMessage message, Map<String, Integer> counts) {
        for (StoredField field : message.fields()) {
            if (field.type == null) {
                counts.merge(message.type() + " " + field.number, 1, Integer::sum);
            } else if (field instanceof StoredField.Nested nested) {
                countUnknown(nested.message, counts);
            }
        }
    }

    /** Cut or flipped anywhere: the result is JSON, and no exception is thrown. */
    @Test
    void damagedSamplesFailCleanlyOrDecodePartly() {
        Random random = new Random(7);
        int refused = 0;
        for (Sample sample : SAMPLES) {
            ValueKind kind = new ValueKind(ValueKind.Encoding.PB, sample.message());
            for (int cut = 0; cut < sample.bytes().length; cut++) {
                StoredValue part = StoredValue.of(kind, Bytes.of(Arrays.copyOf(sample.bytes(), cut)));
                isJson(CompactJson.of(part, SecretPolicy.HIDE));
                refused += part.problem().isPresent() ? 1 : 0;
                byte[] flipped = sample.bytes().clone();
                flipped[cut] ^= (byte) (1 << random.nextInt(8));
                isJson(CompactJson.of(StoredValue.of(kind, Bytes.of(flipped)), SecretPolicy.SHOW));
            }
        }
        assertTrue(refused > 20_000, refused + " cuts were refused");
    }

    @Test
    void compressedValuesAreDecodedAndEncoded() {
        Sample role = SAMPLES.stream()
                .filter(sample -> sample.message().equals("RoleInfo"))
                .findFirst()
                .orElseThrow();
        String key = "__fd_roles/t/r";
        byte[] sealed = Compressed.seal(role.bytes());
        StoredValue value = StoredValue.of(Bytes.utf8(key), Bytes.of(sealed));
        assertEquals(json(key, role.bytes()), CompactJson.of(value, SecretPolicy.HIDE));
        assertArrayEquals(sealed, value.encode());
        byte[] bare = sealed.clone();
        bare[1] = 2;
        assertEquals(
                "{\"_undecoded\":{\"_hex\":\"" + HexFormat.of().formatHex(bare)
                        + "\"},\"_reason\":\"the compression header is from a newer program\"}",
                json(key, bare));
        byte[] cut = Arrays.copyOf(sealed, 3);
        assertEquals(
                "{\"_undecoded\":{\"_hex\":\"0f0100\"},\"_reason\":\"the compression header is cut\"}", json(key, cut));
        byte[] damaged = Arrays.copyOf(sealed, sealed.length - 5);
        assertTrue(json(key, damaged).endsWith("\"_reason\":\"the compressed bytes are damaged\"}"));
        byte[] stored = new byte[4 + role.bytes().length];
        stored[0] = 0x0f;
        System.arraycopy(role.bytes(), 0, stored, 4, role.bytes().length);
        assertEquals(json(key, role.bytes()), json(key, stored));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            __fd_database/t/d | 42 | 42
            __fd_database/t/d | 18446744073709551615 | 18446744073709551615
            __fd_database/t/d | ` 42 ` | 42
            __fd_database/t/d | 18446744073709551616 | {"_undecoded":"18446744073709551616","_reason":"not a number from 0 to 18446744073709551615"}
            __fd_database/t/d | -1 | {"_undecoded":"-1","_reason":"not a number from 0 to 18446744073709551615"}
            __fd_quotas/t | {"max_databases":1.50} | {"max_databases":1.50}
            __fd_settings/t/max_threads | {"name":"max_threads","value":{"UInt64":8}} | {"name":"max_threads","value":{"UInt64":8}}
            __fd_settings/t/timezone | {"name":"timezone","value":{"String":[85,84,67]}} | {"name":"timezone","value":{"String":"UTC"}}
            __fd_settings/t/enterprise_license | {"name":"enterprise_license","value":{"String":[85]}} | {"name":"enterprise_license","value":"<redacted>"}
            __fd_clusters_v6/t/online_nodes/n | {"id":"n","secret":"s3cret","cpu_nums":8} | {"id":"n","secret":"<redacted>","cpu_nums":8}
            _result_cache/t/00 | {"query_id":"q","sql":"select 1"} | {"query_id":"q","sql":"<redacted>"}
            __fd_clusters_v6/t/online_nodes/n | {"id":"n","secret":"s3cret" | {"_undecoded":"<redacted 27 bytes>","_reason":"no JSON"}
            __fd_roles/t/r | {"name":"old","grants":{}} | {"name":"old","grants":{}}
            __fd_users/t/%27u%27%40%27%25%27 | {"auth_info":{"Password":{"hash_value":[1],"hash_method":"Sha256"}}} | {"auth_info":{"Password":"<redacted>"}}
            __fd_workloads/t/index_workload_groups/g | 01ab | "01ab"
            t/history_log_clean/log_history/lock/last_timestamp | 1700000000000 | 1700000000000
            what/ever | some text | "some text"
            """)
    void valuesThatAreNotMessages(String key, String value, String json) {
        assertEquals(json, json(key, value));
    }

    @Test
    void bytesThatAreNotTextAreShown() {
        assertEquals("{\"_hex\":\"01\"}", json("my label", new byte[] {1}));
        assertEquals("{\"_hex\":\"ff00\"}", json("other", new byte[] {(byte) 0xff, 0}));
        assertEquals("null", json("_txn_id/0199", new byte[0]));
        assertEquals(
                "{\"holder\":\"test\",\"permits\":1}",
                json(
                        "__fd_explain_perf/queue/00000000000000000001",
                        HexFormat.of().parseHex("0100000004746573740000000000000001")));
        assertEquals("{\"_type\":\"Empty\"}", json("__fd_mask_policy_apply_table_id/t/1/2", new byte[0]));
        assertEquals(
                "{\"_undecoded\":\"<redacted 2 bytes>\",\"_reason\":\"not a message UserInfo: damaged at byte 2\"}",
                json("__fd_users/t/%27u%27%40%27%25%27", new byte[] {0x0a, 5}));
    }

    @Test
    void idsReferToKeys() {
        Bytes tag = Bytes.utf8("__fd_tag/a%2db/t1");
        StoredValue value = StoredValue.of(tag, Bytes.utf8("7"));
        assertEquals(
                Optional.of("__fd_tag_by_id/a%2db/7"),
                value.target(CatalogKey.parse(tag)).map(CatalogKey::toString));
        Bytes table = Bytes.utf8("__fd_table/1/t1");
        assertEquals(
                Optional.of("table id 7"),
                StoredValue.of(table, Bytes.utf8("7"))
                        .target(CatalogKey.parse(table))
                        .map(CatalogKey::plain));
    }

    /** The examples of values §6. */
    @Test
    void aRoleOfVersion161IsDecoded() {
        byte[] bytes = SAMPLES.stream()
                .filter(sample -> sample.toString().equals("RoleInfo 161"))
                .findFirst()
                .orElseThrow()
                .bytes();
        assertEquals(
                "{\"_type\":\"RoleInfo\",\"_ver\":161,\"_min_reader_ver\":24,\"name\":\"rap_role\",\"grants\":{\"entries\":["
                        + "{\"object\":{\"kind\":\"global\"},\"privileges\":[\"CreateRowAccessPolicy\"]},"
                        + "{\"object\":{\"kind\":\"row_access_policy\",\"policy_id\":7},\"privileges\":[\"ApplyRowAccessPolicy\"]}]},"
                        + "\"created_on\":\"1970-01-01T00:00:00Z\",\"update_on\":\"1970-01-01T00:00:00Z\"}",
                json("__fd_roles/t/r", bytes));
    }

    @Test
    void fieldsWithTheWrongWireTypeAreKeptAsUnknown() throws BadMessage {
        // Field 1 of a list of ids as text, a field 9 of eight bytes, and the name of a role as a number.
        byte[] bytes = HexFormat.of().parseHex("4901000000000000000805a00601");
        StoredMessage role = MessageReader.read(MessageType.named("RoleInfo").orElseThrow(), bytes);
        assertArrayEquals(bytes, role.bytes());
        assertEquals(
                "{\"_type\":\"RoleInfo\",\"_ver\":1,\"_unknown_fields\":[{\"number\":9,\"value\":1},{\"number\":1,\"value\":5}]}",
                json("__fd_roles/t/r", bytes));
    }

    @Test
    void aFutureReaderVersionIsNoted() {
        byte[] bytes = HexFormat.of().parseHex("a006c801a806b901");
        StoredValue value = StoredValue.of(Bytes.utf8("__fd_roles/t/r"), Bytes.of(bytes));
        assertEquals(
                Optional.of("written for readers of version 185 and later; metash knows version 182"), value.caution());
        assertFalse(value.problem().isPresent());
    }
}
