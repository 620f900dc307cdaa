package io.metash.command.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.KeyPart;
import io.metash.command.CommandRun;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Bytes;
import io.metash.record.Entry;
import io.metash.record.MetaRecord;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code redact}: no name and no secret remains, and the copy is a valid store. */
class RedactTest {
    private static final Pattern BYTES = Pattern.compile("\\[(\\d{1,3}(?:,\\d{1,3})*+)\\]");
    private static final int SHORT = 4;
    private static final Set<String> SECRETS = Set.of(
            "AKIAPLANTED00000001",
            "planted-secret-key-0001",
            "dictpw0001",
            "secret-alice",
            "python_binding",
            "myconn",
            "many_1",
            "alice",
            "analyst",
            "orders");
    /** Words of Databend in values and keys. */
    private static final Pattern WORDS =
            Pattern.compile("(?i)default|public|account_admin|generic|system|table_id|database_id"
                    + "|text_.*|[-+.:0-9TZ]+|redacted|localhost");

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    private static Path export(String name) {
        return TestData.file("real/" + name + ".export.ndjson");
    }

    private Path salt(String name, String text) throws IOException {
        return Files.writeString(scratch.resolve(name), text);
    }

    private Path redact(String from, String to, Path salt) {
        Path output = scratch.resolve(to);
        run.ok("redact '" + from + "' --salt-file '" + salt + "' --output '" + output + "'");
        return output;
    }

    private static List<MetaRecord> records(Path file) throws IOException {
        List<MetaRecord> records = new ArrayList<>();
        try (NdjsonSource source = NdjsonSource.open(file)) {
            for (MetaRecord record = source.next(); record != null; record = source.next()) {
                records.add(record);
            }
        }
        return records;
    }

    /** All names in the keys of a store, and the texts of its values that are names. */
    private Set<String> names() {
        Set<String> names = new TreeSet<>(SECRETS);
        String listed = run.ok("find @store -o raw");
        for (String key : listed.split("\n")) {
            CatalogKey parsed = CatalogKey.parse(Bytes.utf8(key));
            if (parsed.form().isEmpty()) {
                names.add(key);
            }
            parsed.parts().stream()
                    .filter(part -> !part.isNumber() && !part.name().equals("setting"))
                    .map(KeyPart::text)
                    .forEach(names::add);
        }
        names.removeIf(name -> name.length() < SHORT || WORDS.matcher(name).matches());
        return names;
    }

    /** The text of a file, and its number arrays as bytes. */
    private static String printed(Path file) throws IOException {
        StringBuilder printed = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            printed.append(line).append('\n');
            Matcher arrays = BYTES.matcher(line);
            while (arrays.find()) {
                for (String number : arrays.group(1).split(",")) {
                    printed.append((char) Integer.parseInt(number));
                }
                printed.append('\n');
            }
        }
        return printed.toString();
    }

    private static void checkClean(String printed, String name) {
        String bytes = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String hex = HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
        assertFalse(printed.contains(name), "still says " + name);
        assertFalse(printed.contains(bytes), "still says " + name + " in a value");
        assertFalse(printed.contains(hex), "still says " + name + " in hex");
        assertFalse(printed.contains(base64.substring(0, base64.length() - 1)), "still says " + name + " in base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-users", "rich-snap", "variants"})
    void noNameOrSecretRemains(String name) throws IOException {
        run.ok("connect '" + export(name) + "' as store");
        Set<String> names = names();
        Path output = redact(export(name).toString(), "out.ndjson", salt("salt", "0123456789abcdef"));
        String printed = printed(output);
        String before = printed(export(name));
        assertTrue(names.stream().anyMatch(before::contains), names.toString());
        names.forEach(one -> checkClean(printed, one));
        checkClean(
                Files.readString(scratch.resolve("out.ndjson.manifest")),
                export(name).getFileName().toString());
    }

    /** Ids, sequence numbers, log ids, terms, times and counts are those of the original. */
    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-users", "rich-snap", "variants"})
    void structureIsPreserved(String name) throws IOException {
        Path output = redact(export(name).toString(), "out.ndjson", salt("salt", "0123456789abcdef"));
        assertEquals(skeleton(export(name)), skeleton(output));
        assertEquals(0, run.status("verify --require-proof '" + output + "'"));
    }

    private static List<String> skeleton(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        Set<String> rows = new TreeSet<>();
        for (MetaRecord record : records(file)) {
            if (record instanceof MetaRecord.Kv kv) {
                rows.add("kv " + kv.value().seq() + " " + kv.value().meta());
            } else if (record instanceof MetaRecord.Expire expire) {
                lines.add("expire " + expire.timeMs() + " " + expire.seq());
            } else if (record instanceof MetaRecord.Log log) {
                Entry entry = log.entry();
                lines.add(entry.logId() + " " + entry.payload().getClass().getSimpleName());
            } else if (record instanceof MetaRecord.Nodes nodes) {
                lines.add("node " + nodes.id() + " " + nodes.node().endpoint().port());
            } else {
                lines.add(record.toString());
            }
        }
        lines.addAll(rows);
        return lines;
    }

    /** The copy can be imported, and shows as many objects as the original. */
    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-users", "rich-snap"})
    void theCopyIsAValidStore(String name) throws IOException {
        Path output = redact(export(name).toString(), "out.ndjson", salt("salt", "0123456789abcdef"));
        Path raft = scratch.resolve("raft");
        run.ok("import --raft-dir '" + raft + "' --db '" + output + "'");
        run.ok("connect '" + export(name) + "' as before");
        run.ok("connect '" + raft + "' as after");
        for (String view : List.of("databases", "tables", "users", "roles", "stages", "connections", "functions")) {
            String form = view + " @%s -o ndjson";
            assertEquals(
                    run.ok(String.format(form, "before")).lines().count(),
                    run.ok(String.format(form, "after")).lines().count(),
                    view);
        }
        assertEquals(run.ok("count @before"), run.ok("count @after"));
    }

    /** The same salt gives the same result: from a directory, from a file, in every run. */
    @Test
    void pseudonymsDependOnTheSalt() throws IOException {
        Path salt = salt("salt", "0123456789abcdef");
        Path first = redact(export("rich-users").toString(), "a.ndjson", salt);
        Path second = redact(TestData.file("real/rich-users.raft").toString(), "b.ndjson", salt);
        Path other = redact(export("rich-users").toString(), "c.ndjson", salt("other", "0123456789abcdeX"));
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        assertNotEquals(Files.readString(first), Files.readString(other));
        Path users = redact(export("rich").toString(), "d.ndjson", salt);
        // The tenant has one pseudonym in both stores.
        String tenant = Files.readString(users).replaceAll("(?s).*__fd_database/(n[a-z2-7]{13})/default.*", "$1");
        assertTrue(Files.readString(first).contains("/" + tenant + "/"), tenant);
    }

    @Test
    void valuesStillDecode() throws IOException {
        Path output = redact(export("rich-users").toString(), "out.ndjson", salt("salt", "0123456789abcdef"));
        run.ok("connect '" + output + "' as out");
        for (String line : run.ok("scan @out -o ndjson").split("\n")) {
            assertFalse(line.contains("_undecoded"), line);
        }
        String user = run.ok("users @out -o ndjson");
        assertTrue(user.matches("(?s)\\{\"tenant\":\"n\\w{13}\",\"user\":\"'n\\w{13}'@'%'\",.*"), user);
    }

    @Test
    void keepPreservesNames() throws IOException {
        Path output = scratch.resolve("out.ndjson");
        run.ok("redact '" + export("rich-users") + "' --keep python_binding --keep alice --output '" + output + "'");
        run.ok("connect '" + output + "' as out");
        String user = run.ok("users @out -o ndjson");
        assertTrue(user.startsWith("{\"tenant\":\"python_binding\",\"user\":\"'alice'@'%'\","), user);
    }

    @Test
    void invalidUsageIsRefused() throws IOException {
        Path salt = salt("salt", "short");
        assertEquals(
                2,
                run.status("redact '" + export("rich") + "' --salt-file '" + salt + "' --output '"
                        + scratch.resolve("x") + "'"));
        assertTrue(run.err().contains("the salt is too short: 5 bytes"), run.err());
        Path copy = Files.copy(export("rich"), scratch.resolve("in.ndjson"));
        assertEquals(6, run.status("redact '" + copy + "' --output '" + copy + "'"));
        assertEquals(6, run.status("redact '" + copy + "' --salt-file '" + copy + "' --output '" + copy + "'"));
        assertArrayEquals(Files.readAllBytes(export("rich")), Files.readAllBytes(copy));
        Path output = redact(copy.toString(), "out.ndjson", salt("good", "0123456789abcdef"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(output)));
    }

    @Test
    void removedSecretsAreCounted() throws IOException {
        Path output = scratch.resolve("out.ndjson");
        run.ok("redact '" + export("rich-users") + "' --output '" + output + "'");
        assertTrue(run.err().contains("redact: 8 secrets removed\n"), run.err());
        assertTrue(
                run.err()
                        .contains("redact: the pseudonyms differ in each run; --salt-file FILE makes them"
                                + " reproducible\n"),
                run.err());
    }

    /** A transaction of the log compares the order of two values, and the order of pseudonyms depends on the salt. */
    @Test
    void theRedactedLogLeadsToTheRedactedState() throws IOException {
        for (String text : List.of("one", "two", "three", "four", "five", "six")) {
            Path copy = redact(export("rich-snap").toString(), text + ".ndjson", salt(text, text.repeat(16)));
            run.ok("verify '" + copy + "'");
        }
    }
}
