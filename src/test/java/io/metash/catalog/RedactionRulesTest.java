package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The redaction rules name existing fields, and no text without a rule remains in a value. */
class RedactionRulesTest {
    private static final int SHORT = 4;
    private static final Set<String> STRUCTURES = Set.of(
            "NodeInfo",
            "WarehouseInfo",
            "WorkloadGroup",
            "TenantQuota",
            "UserSetting",
            "ResultCacheValue",
            "Heartbeat");

    /** Pseudonyms that show the requested kind. */
    private static final class Marks implements Substitutes {
        @Override
        public String name(String name) {
            return "N" + Integer.toHexString(name.hashCode());
        }

        @Override
        public String host(String host) {
            return host.equals("%") || host.equals("localhost") ? host : "H";
        }

        @Override
        public String text(String text) {
            return "T";
        }
    }

    private final Map<RedactionCount, Integer> counts = new EnumMap<>(RedactionCount.class);
    private final ValueRedaction values = new ValueRedaction(new Marks(), what -> counts.merge(what, 1, Integer::sum));
    private final KeyRedaction keys = new KeyRedaction(new Marks());

    @Test
    void everyRuleNamesAnExistingField() {
        Set<String> parts = KeyForms.all().stream()
                .flatMap(form -> form.segments().stream())
                .map(KeySegment::name)
                .collect(Collectors.toSet());
        Set<String> wrong = new TreeSet<>();
        for (String rule : RedactionRules.fields()) {
            String field = rule.contains("[") ? rule.substring(0, rule.indexOf('[')) : rule;
            String of = field.substring(0, field.lastIndexOf('.'));
            String name = field.substring(field.lastIndexOf('.') + 1);
            boolean known = of.equals("key")
                    ? parts.contains(name)
                    : STRUCTURES.contains(of)
                            || MessageType.named(of)
                                    .filter(type -> type.has(name))
                                    .isPresent()
                            || Set.of("UserInfo", "RoleInfo").contains(of);
            if (!known) {
                wrong.add(rule);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    /** Every text of a message, and whether it may remain. */
    private static void texts(StoredMessage message, List<String> replaced) {
        for (StoredField field : message.fields()) {
            if (field instanceof StoredField.Nested nested && !field.type.isMap()) {
                texts(nested.message, replaced);
            } else if (field instanceof StoredField.Data data
                    && field.type != null
                    && !stays(message.type(), field.type)) {
                replaced.add(new String(data.bytes, StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean stays(MessageType of, FieldType field) {
        boolean kept = RedactionRules.field(of.name(), field.name())
                .filter(form -> form == RedactionRules.Form.KEEP || form == RedactionRules.Form.TYPES)
                .isPresent();
        return kept || field.form() == FieldForm.TIME;
    }

    private static boolean isWord(String text) {
        return text.length() < SHORT
                || RedactionRules.has(RedactionRules.Word.NAME, text)
                || text.contains("localhost")
                || text.contains("127.0.0.1")
                || text.startsWith("'text");
    }

    @Test
    @EnabledIf("io.metash.catalog.GoldenSamples#present")
    void textWithoutARuleIsRedacted() throws BadMessage {
        int looked = 0;
        for (GoldenSamples.Sample sample : GoldenSamples.all()) {
            Bytes key = keyOf(sample.message());
            if (key == null) {
                continue;
            }
            Bytes redacted = values.value(key, Bytes.of(sample.bytes()));
            String left = new String(redacted.array(), StandardCharsets.ISO_8859_1);
            List<String> replaced = new ArrayList<>();
            texts(sample.read(), replaced);
            for (String text : replaced) {
                String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
                assertFalse(!isWord(text) && left.contains(bytes), () -> sample + " still has " + text);
                looked++;
            }
            StoredValue again = StoredValue.of(key, redacted);
            assertEquals(Optional.empty(), again.problem(), sample.toString());
        }
        assertTrue(looked > 500, looked + " texts");
    }

    /** A key whose value is this message. */
    private static Bytes keyOf(String message) {
        for (KeyForm form : KeyForms.all()) {
            if (form.value().of().equals(message)) {
                List<String> texts = form.segments().stream()
                        .filter(segment -> !segment.isFixed())
                        .map(segment -> segment.shape() == KeyPart.Shape.USER ? "'u'@'%'" : "1")
                        .toList();
                return Bytes.utf8(form.write(texts));
            }
        }
        return null;
    }

    private String key(String key) {
        return keys.key(Bytes.utf8(key)).text();
    }

    @Test
    void keysPreserveTheirForm() {
        String acme = "N" + Integer.toHexString("acme".hashCode());
        String sales = "N" + Integer.toHexString("my.sales".hashCode());
        assertEquals("__fd_database/" + acme + "/" + sales, key("__fd_database/acme/my%2esales"));
        assertEquals("__fd_database/" + acme + "/default", key("__fd_database/acme/default"));
        assertEquals("__fd_table_by_id/125", key("__fd_table_by_id/125"));
        assertEquals(
                "__fd_table_lock_v2/" + acme + "/5/000_000_000_000_000_000_006",
                key("__fd_table_lock_v2/acme/5/000_000_000_000_000_000_006"));
        assertEquals(
                "__fd_users/" + acme + "/%27" + sales + "%27%40%27%25%27",
                key("__fd_users/acme/%27my%2esales%27%40%27%25%27"));
        assertEquals("__fd_id_gen/table_id", key("__fd_id_gen/table_id"));
        assertEquals("__fd_settings/" + acme + "/max_threads", key("__fd_settings/acme/max_threads"));
        assertEquals(
                "__fd_procedure/" + acme + "/" + sales + "/Int8%2cString",
                key("__fd_procedure/acme/my%2esales/Int8%2cString"));
        assertEquals(
                "__fd_task_messages/" + acme + "/0%2d1%2d" + sales, key("__fd_task_messages/acme/0%2d1%2dmy%2esales"));
    }

    @Test
    void unknownKeysAreTreatedAsNames() {
        String acme = "N" + Integer.toHexString("acme".hashCode());
        assertEquals("__fd_new/" + acme + "/" + acme, key("__fd_new/acme/acme"));
        assertEquals(acme, key("acme"));
        // Two spellings of a name remain two keys.
        String name = "N" + Integer.toHexString("a-b".hashCode());
        assertEquals("__fd_new/" + name, key("__fd_new/a%2db"));
        assertEquals("__fd_new/%4e" + name.substring(1), key("__fd_new/a-b"));
        assertFalse(key("__fd_new/a%2Db").equals(key("__fd_new/a%2db")));
    }

    @Test
    void prefixesMatchTheirKeys() {
        String acme = "N" + Integer.toHexString("acme".hashCode());
        assertEquals(
                "__fd_database/" + acme + "/",
                keys.prefix(Bytes.utf8("__fd_database/acme/")).text());
        assertEquals("__fd_table/6/", keys.prefix(Bytes.utf8("__fd_table/6/")).text());
        assertEquals("__fd_database/", keys.prefix(Bytes.utf8("__fd_database/")).text());
        assertEquals(acme + "/", keys.prefix(Bytes.utf8("acme/")).text());
        assertEquals("", keys.prefix(Bytes.EMPTY).text());
        assertTrue(KeyRedaction.isCut(Bytes.utf8("__fd_database/ac")));
        assertFalse(KeyRedaction.isCut(Bytes.utf8("__fd_database/acme/")));
    }

    private String value(String key, String value) {
        return values.value(Bytes.utf8(key), Bytes.utf8(value)).text();
    }

    @Test
    void jsonPreservesItsStructure() {
        String acme = "N" + Integer.toHexString("acme".hashCode());
        assertEquals(
                "{\"id\":\"" + acme + "\",\"secret\":\"redacted\",\"cpu_nums\":8,\"http_address\":\"H:8080\","
                        + "\"node_type\":\"SelfManaged\",\"" + acme + "\":[true,null]}",
                value(
                        "__fd_clusters_v6/t/online_nodes/acme",
                        "{\"id\":\"acme\",\"secret\":\"acme\",\"cpu_nums\":8,\"http_address\":\"10.0.0.1:8080\","
                                + "\"node_type\":\"SelfManaged\",\"acme\":[true,null]}"));
        assertEquals(
                "{\"name\":\"timezone\",\"value\":{\"String\":[85,84,67]}}",
                value("__fd_settings/t/timezone", "{\"name\":\"timezone\",\"value\":{\"String\":[85,84,67]}}"));
        assertEquals(
                "{\"name\":\"enterprise_license\",\"value\":{\"String\":[114,101,100,97,99,116,101,100]}}",
                value(
                        "__fd_settings/t/enterprise_license",
                        "{\"name\":\"enterprise_license\",\"value\":{\"String\":[85,84,67]}}"));
        assertEquals(Map.of(RedactionCount.SECRET, 2), counts);
    }

    @Test
    void undecodableValuesAreEmptied() {
        assertEquals("", value("__fd_table_by_id/1", "no message at all"));
        assertEquals("{}", value("__fd_settings/t/x", "secret, no JSON"));
        assertEquals("0", value("__fd_database/t/x", "my secret"));
        assertEquals("T", value("a label", "my secret"));
        assertEquals("\u0001", value("a label", "\u0001"));
        assertEquals(Map.of(RedactionCount.UNDECODED, 3, RedactionCount.UNKNOWN_VALUE, 1), counts);
    }
}
