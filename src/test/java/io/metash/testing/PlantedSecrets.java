package io.metash.testing;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.LeaderId;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.StoredMembership;
import io.metash.record.Vote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A store with a secret of each kind (values §7), and their forms in an output. */
public final class PlantedSecrets {
    private static final int COUNT = 24;

    private PlantedSecrets() {}

    /** The secrets as text. */
    public static List<String> all() {
        return IntStream.rangeClosed(1, COUNT).mapToObj(PlantedSecrets::secret).toList();
    }

    private static String secret(int number) {
        return String.format("pLaNt%02dsEcReT%02dvALuE", number, number * 7 % 100);
    }

    /** The forms in which an output may contain secrets: text, hex digits, base64, lists of numbers. */
    public static Map<String, String> forms() {
        Map<String, String> forms = new TreeMap<>();
        for (String secret : all()) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            forms.put(secret, secret);
            forms.put(HexFormat.of().formatHex(bytes), secret + " in hex");
            for (int shift = 0; shift < 3; shift++) {
                String text = Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(("x".repeat(shift) + secret).getBytes(StandardCharsets.UTF_8));
                forms.put(text.substring(4, text.length() - 3), secret + " in base64");
            }
            forms.put(
                    IntStream.range(0, bytes.length)
                            .mapToObj(i -> String.valueOf(bytes[i]))
                            .collect(Collectors.joining(",")),
                    secret + " as numbers");
        }
        return forms;
    }

    private static String quoted(int number) {
        return "\"" + secret(number) + "\"";
    }

    /** The keys and values that contain them. */
    public static Map<String, Bytes> values() {
        Map<String, Bytes> values = new TreeMap<>();
        String password = "{ password { hash_value: %s hash_method: %s } }";
        values.put(
                "__fd_users/acme/%27u%27%40%27%25%27",
                StoredBytes.of(
                        "UserInfo",
                        "name: \"u\" hostname: \"%\" auth_info " + String.format(password, quoted(1), "Sha256")
                                + " history_auth_infos " + String.format(password, quoted(2), "DoubleSha1")));
        values.put(
                "__fd_users/acme/%27v%27%40%27%25%27",
                StoredBytes.of(
                        "UserInfo",
                        "name: \"v\" hostname: \"%\" auth_info { password { hash_value: " + quoted(3) + " } }"));
        values.put(
                "__fd_stages/acme/s",
                StoredBytes.of(
                        "StageInfo",
                        "stage_name: \"s\" stage_type: External stage_params { storage { s3 { bucket: \"b\""
                                + " access_key_id: " + quoted(4) + " secret_access_key: " + quoted(5)
                                + " security_token: " + quoted(6)
                                + " master_key: " + quoted(7) + " external_id: " + quoted(8)
                                + " endpoint_url: \"https://me:" + secret(9) + "@host/\" } } }"));
        values.put(
                "__fd_connection/acme/c",
                StoredBytes.of(
                        "UserDefinedConnection",
                        "name: \"c\" storage_type: \"s3\" storage_params { key: \"k\" value: " + quoted(10) + " }"));
        values.put(
                "__fd_udfs/acme/f",
                StoredBytes.of(
                        "UserDefinedFunction",
                        "name: \"f\" udf_server { address: \"http://h/x?key=" + secret(12)
                                + "\" handler: \"h\" headers { key: \"Authorization\" value: " + quoted(11) + " } }"));
        values.put("__fd_token/acme/" + secret(14), StoredBytes.of("TokenInfo", "parent: " + quoted(13)));
        values.put(
                "__fd_dictionary_by_id/7",
                StoredBytes.of(
                        "DictionaryMeta", "source: \"mysql\" options { key: \"password\" value: " + quoted(15) + " }"));
        values.put("__fd_database/acme/d", Bytes.utf8("5"));
        values.put("__fd_database_by_id/5", StoredBytes.of("DatabaseMeta", "engine: \"default\""));
        values.put("__fd_table/5/t", Bytes.utf8("6"));
        values.put(
                "__fd_table_by_id/6",
                StoredBytes.of(
                        "TableMeta",
                        "engine: \"FUSE\" options { key: \"secret_access_key\" value: " + quoted(16)
                                + " } options { key: \"query\" value: \"COPY x PASSWORD = '" + secret(24) + "'\" }"
                                + " storage_params { azblob { account_key: " + quoted(17) + " } }"));
        values.put(
                "__fd_tasks/acme/j",
                StoredBytes.of(
                        "Task",
                        "task_name: \"j\" session_parameters { key: \"my_password\" value: " + quoted(18)
                                + " } query_text: \"CREATE USER x IDENTIFIED BY '" + secret(19) + "'\""));
        values.put(
                "__fd_catalog_by_id/8",
                StoredBytes.of(
                        "CatalogMeta",
                        "option { iceberg { rest_catalog { uri: \"http://h\" props { key: \"k\" value: " + quoted(20)
                                + " } } } }"));
        values.put("__fd_clusters_v6/acme/online_nodes/n", Bytes.utf8("{\"id\":\"n\",\"secret\":" + quoted(21) + "}"));
        values.put(
                "__fd_settings/acme/enterprise_license",
                Bytes.utf8("{\"name\":\"enterprise_license\",\"value\":{\"String\":["
                        + secret(22).chars().mapToObj(Integer::toString).collect(Collectors.joining(",")) + "]}}"));
        values.put("_result_cache/acme/x", Bytes.utf8("{\"query_id\":\"q\",\"sql\":" + quoted(23) + "}"));
        return values;
    }

    /** The same keys, with every protobuf message compressed. */
    public static Map<String, Bytes> packedValues() {
        Map<String, Bytes> packed = values();
        packed.replaceAll((key, value) -> isText(value) ? value : StoredBytes.packed(value));
        return packed;
    }

    /** Texts of the catalog are JSON or numbers; none of its messages begins like them. */
    private static boolean isText(Bytes value) {
        int first = value.array()[0];
        return first == '{' || first >= '0' && first <= '9';
    }

    /** An export whose log wrote every key; the snapshot contains none of them. */
    public static Path export(Path file) throws IOException {
        return export(file, values());
    }

    /** An export whose log wrote these keys; the snapshot contains none of them. */
    public static Path export(Path file, Map<String, Bytes> values) throws IOException {
        LeaderId leader = new LeaderId(1, 0L);
        List<MetaRecord> records = new ArrayList<>(List.of(
                MetaRecord.Header.V004,
                new MetaRecord.NodeId(0L),
                new MetaRecord.Voted(new Vote(leader, true)),
                new MetaRecord.Committed(new LogId(leader, values.size()))));
        records.add(new MetaRecord.Purged(null));
        records.add(new MetaRecord.Log(
                new Entry(new LogId(leader, 0), new Entry.Members(Membership.ofVoters(List.of(0L))))));
        long index = 0;
        for (Map.Entry<String, Bytes> value : values.entrySet()) {
            records.add(new MetaRecord.Log(new Entry(
                    new LogId(leader, ++index),
                    new Entry.Normal(
                            1_800_000_000_000L + index,
                            new Cmd.UpsertKv(
                                    Bytes.utf8(value.getKey()),
                                    new Cmd.Any(),
                                    new Cmd.Update(value.getValue()),
                                    null)))));
        }
        records.add(new MetaRecord.Sequences("generic-kv", 0));
        records.add(new MetaRecord.LastMembership(StoredMembership.none()));
        JsonOut out = new JsonOut(1 << 16);
        for (MetaRecord record : records) {
            new LineWriter().write(record, out);
            out.put('\n');
        }
        return Files.writeString(file, out.toString());
    }
}
