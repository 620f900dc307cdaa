package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.ndjson.JsonText;
import io.metash.record.UnknownFields;
import io.metash.testing.Processes;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of a real store show what SQL shows of it. */
@Tag("real")
class RealViewsTest {
    private static final List<String> MADE = List.of(
            "CREATE DATABASE shop",
            "CREATE TABLE shop.orders (id BIGINT NOT NULL, what VARCHAR NULL, price DECIMAL(10,2) NOT NULL, at"
                    + " TIMESTAMP NULL)",
            "CREATE TABLE shop.lists (tags ARRAY(STRING NULL) NULL, pair TUPLE(a INT NOT NULL, b DATE NULL) NOT NULL)",
            "CREATE ROLE analyst",
            "CREATE USER alice IDENTIFIED BY 'planted-in-a-test'",
            "CREATE USER bob IDENTIFIED BY 'planted-too' WITH DEFAULT_ROLE = 'analyst'",
            "GRANT SELECT, INSERT ON shop.* TO ROLE analyst",
            "GRANT ROLE analyst TO alice",
            "CREATE STAGE landing",
            "CREATE TABLE shop.gone (a INT)",
            "DROP TABLE shop.gone");
    private static final List<String> ASKED = List.of(
            "SHOW DATABASES",
            "SHOW TABLES FROM shop",
            "DESC shop.orders",
            "SHOW USERS",
            "SHOW GRANTS FOR ROLE analyst",
            "SHOW STAGES");
    private static final Map<String, String> TYPES = Map.of(
            "BIGINT", "Int64", "VARCHAR", "String", "TIMESTAMP", "Timestamp", "DECIMAL(10, 2)", "Decimal(10, 2)");

    @TempDir
    Path scratch;

    /** The rows of an SQL result, without quotes. */
    private static List<List<String>> rows(String line) {
        UnknownFields answer = (UnknownFields) JsonText.readAny(line.getBytes(StandardCharsets.UTF_8), "answer");
        String table = answer.fields().stream()
                .filter(field -> field.name().equals("table"))
                .map(field -> (String) field.value())
                .findFirst()
                .orElseThrow(() -> new AssertionError(line));
        return table.substring(table.indexOf('├'))
                .lines()
                .filter(row -> row.startsWith("│"))
                .map(row -> Arrays.stream(row.substring(1, row.length() - 1).split("│"))
                        .map(cell -> cell.strip().replaceAll("^'|'$", ""))
                        .toList())
                .toList();
    }

    private static TreeSet<String> column(List<List<String>> rows, int column) {
        return rows.stream().map(row -> row.get(column)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Map<String, String>> view(Path store, String command) {
        String form = command.startsWith("describe") ? "" : " -o ndjson";
        String out =
                InProcess.ok("-c", "connect '" + store + "'; " + command + form).out();
        return out.lines().map(RealViewsTest::fields).toList();
    }

    private static Map<String, String> fields(String line) {
        UnknownFields row = (UnknownFields) JsonText.readAny(line.getBytes(StandardCharsets.UTF_8), "row");
        return row.fields().stream()
                .collect(Collectors.toMap(UnknownFields.Field::name, field -> String.valueOf(field.value())));
    }

    private static TreeSet<String> column(List<Map<String, String>> rows, String column) {
        return rows.stream().map(row -> row.get(column)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path store(Path home, String key) throws IOException {
        try (Stream<Path> directories = Files.list(home.resolve("meta"))) {
            for (Path directory : (Iterable<Path>) directories.map(of -> of.resolve("raft_dir"))::iterator) {
                if (Files.isDirectory(directory.resolve("df_meta"))
                        && Stores.text(directory).contains(key)) {
                    return directory;
                }
            }
        }
        throw new AssertionError("no store has " + key);
    }

    @Test
    void viewsShowWhatSqlShows() throws IOException, InterruptedException {
        Path home = Files.createDirectory(scratch.resolve("home"));
        List<String> command = new ArrayList<>(List.of("scripts/real-databend", "sql", home.toString()));
        command.addAll(MADE);
        command.addAll(ASKED);
        List<String> lines = Processes.ok(command).lines().toList();
        List<String> answers = lines.subList(MADE.size(), lines.size());
        Path catalog = store(home, "/shop\"");
        Path users = store(home, "__fd_users/");

        TreeSet<String> databases = column(rows(answers.get(0)), 0);
        databases.removeAll(List.of("system", "information_schema"));
        assertEquals(databases, column(view(catalog, "databases"), "database"));
        assertEquals(column(rows(answers.get(1)), 0), column(view(catalog, "tables shop"), "table"));

        TreeSet<String> columns = rows(answers.get(2)).stream()
                .map(row -> row.get(0) + " " + type(row.get(1), row.get(2).equals("YES")))
                .collect(Collectors.toCollection(TreeSet::new));
        String described = view(catalog, "describe --json shop.orders").get(0).get("record");
        for (String column : columns) {
            String[] parts = column.split(" ", 2);
            assertTrue(
                    described.contains("name=name, value=" + parts[0] + "]")
                            && described.contains("value=" + parts[1] + "]"),
                    column + " is not in " + described);
        }

        TreeSet<String> names = rows(answers.get(3)).stream()
                .filter(row -> !row.get(0).equals("root"))
                .map(row -> "'" + row.get(0) + "'@'" + row.get(1) + "' " + row.get(4))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> seen = view(users, "users").stream()
                .map(row ->
                        row.get("user") + " " + (row.get("default_role").equals("null") ? "" : row.get("default_role")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names, seen);

        List<String> grant = rows(answers.get(4)).get(0);
        Map<String, String> granted = view(users, "grants analyst").get(0);
        assertEquals(
                grant.get(0).toLowerCase(Locale.ROOT),
                granted.get("privileges").toLowerCase(Locale.ROOT).replaceAll("[\\[\\]\" ]", ""));
        assertTrue(granted.get("object").contains(grant.get(2)), granted.toString());
        assertEquals(column(rows(answers.get(5)), 0), column(view(users, "stages"), "stage"));
    }

    private static String type(String sql, boolean nullable) {
        String type = TYPES.getOrDefault(sql, sql);
        return nullable ? "Nullable(" + type + ")" : type;
    }
}
