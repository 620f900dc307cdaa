package io.metash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Processes;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Databend starts on an imported store, and SQL shows the same data. */
@Tag("real")
class RealDatabendTest {
    private static final String[] LOOK = {
        "SELECT name FROM system.databases WHERE catalog = 'default' ORDER BY name",
        "SELECT database, name, engine FROM system.tables WHERE database = 'shop' ORDER BY name",
        "SELECT table, name, type, is_nullable FROM system.columns WHERE database = 'shop' ORDER BY table, name",
        "SHOW CREATE TABLE shop.orders",
        "SELECT name FROM system.indexes ORDER BY name",
        "SELECT name, default_role FROM system.users ORDER BY name",
        "SELECT name FROM system.roles ORDER BY name",
        "SELECT name, stage_type FROM system.stages ORDER BY name",
        "SHOW GRANTS FOR alice"
    };

    @TempDir
    Path scratch;

    private List<String> databend(String verb, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("scripts/real-databend", verb));
        command.addAll(arguments);
        return Processes.ok(command).lines().toList();
    }

    /** The stores of a process, in the order of their creation: the second holds the catalog, the fifth the users. */
    private static List<Path> stores(Path home) throws IOException {
        try (Stream<Path> directories = Files.list(home.resolve("meta"))) {
            return directories
                    .filter(directory -> Files.isDirectory(directory.resolve("raft_dir/df_meta")))
                    .sorted((a, b) -> Long.compare(made(a), made(b)))
                    .map(directory -> directory.resolve("raft_dir"))
                    .toList();
        }
    }

    private static long made(Path directory) {
        String name = directory.getFileName().toString();
        return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
    }

    private static boolean holds(Path store, String key) throws IOException {
        return Stores.text(store).contains(key);
    }

    @Test
    void createdObjectsSurviveExportAndImport() throws IOException, InterruptedException {
        Path home = Files.createDirectory(scratch.resolve("home"));
        List<String> made = databend(
                "sql",
                List.of(
                        home.toString(),
                        "CREATE DATABASE shop",
                        "CREATE TABLE shop.orders (id BIGINT NOT NULL, what VARCHAR NULL, price DECIMAL(10,2) NOT"
                                + " NULL) CLUSTER BY (id)",
                        "CREATE TABLE shop.customers (id INT NOT NULL, tags ARRAY(STRING NULL) NULL) COMMENT = 'äöü'",
                        "CREATE VIEW shop.expensive AS SELECT * FROM shop.orders WHERE price > 100",
                        "INSERT INTO shop.orders VALUES (1, 'book', 12.50), (2, 'desk', 250.00)",
                        "ALTER TABLE shop.orders ADD COLUMN at TIMESTAMP NULL",
                        "CREATE ROLE analyst",
                        "CREATE USER alice IDENTIFIED BY 'planted-in-a-test'",
                        "GRANT SELECT ON shop.* TO ROLE analyst",
                        "GRANT ROLE analyst TO alice",
                        "CREATE STAGE landing"));
        assertTrue(made.stream().noneMatch(line -> line.contains("\"error\"")), made.toString());
        Path catalog = null;
        Path users = null;
        for (Path store : stores(home)) {
            catalog = holds(store, "__fd_database/") && holds(store, "/shop") ? store : catalog;
            users = holds(store, "__fd_users/") ? store : users;
        }
        moved(catalog, "catalog", 5);
        moved(users, "users", LOOK.length);
    }

    /** What a Databend on the store shows, before and after the move. */
    private void moved(Path store, String name, int looks) throws IOException, InterruptedException {
        Path backup = scratch.resolve(name + ".ndjson");
        Path imported = scratch.resolve(name + ".raft");
        InProcess.ok("export", "--raft-dir", store.toString(), "--db", backup.toString());
        InProcess.ok("import", "--raft-dir", imported.toString(), "--db", backup.toString());
        assertEquals(Files.readString(backup), Stores.text(imported));
        List<String> before = looked(store, name + "-before");
        List<String> after = looked(imported, name + "-after");
        assertEquals(before, after);
        assertTrue(before.stream()
                .limit(looks)
                .anyMatch(line -> line.contains(name.equals("catalog") ? "orders" : "alice")));
        assertFalse(before.get(0).contains("\"error\""), before.get(0));
    }

    private List<String> looked(Path store, String name) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of(store.toString(), scratch.resolve(name).toString()));
        arguments.addAll(List.of(LOOK));
        return databend("boot", arguments);
    }

    /** A start appends nothing: the export of the booted copy is the backup, byte for byte. */
    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-snap"})
    void anImportStillEqualsTheBackupAfterAStart(String name) throws IOException, InterruptedException {
        Path backup = TestData.file("real/" + name + ".export.ndjson");
        Path imported = scratch.resolve("raft");
        InProcess.ok("import", "--raft-dir", imported.toString(), "--db", backup.toString());
        Path home = scratch.resolve("booted");
        List<String> tables = databend(
                "boot",
                List.of(
                        imported.toString(),
                        home.toString(),
                        "SELECT count(*) FROM system.tables WHERE database = 'shop' AND name LIKE 'many%'"));
        assertTrue(tables.get(0).contains("20"), tables.toString());
        Path copy = home.resolve("meta/MetaStoreProvider-created-40000/raft_dir");
        assertArrayEquals(Files.readAllBytes(backup), Stores.text(copy).getBytes(StandardCharsets.UTF_8));
    }

    /** A redacted copy boots: ids, types and structure are those of the original, names are not. */
    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-snap"})
    void aRedactedCopyStarts(String name) throws IOException, InterruptedException {
        Path shared = scratch.resolve("shared.ndjson");
        Path imported = scratch.resolve("raft");
        String backup = TestData.file("real/" + name + ".export.ndjson").toString();
        InProcess.ok("redact", backup, "--keep", "python_binding", "--output", shared.toString());
        InProcess.ok("import", "--raft-dir", imported.toString(), "--db", shared.toString());
        List<String> shown = databend(
                "boot",
                List.of(
                        imported.toString(),
                        scratch.resolve("booted").toString(),
                        "SELECT count(*) FROM system.databases WHERE catalog = 'default'",
                        "SELECT count(*) FROM system.tables WHERE engine = 'FUSE' AND database LIKE 'n%'",
                        "SELECT count(*) FROM system.tables WHERE engine = 'VIEW' AND database LIKE 'n%'",
                        "SELECT count(*) FROM system.tables WHERE name LIKE 'many%' OR database = 'shop'",
                        "SELECT count(*) > 30 FROM system.columns WHERE database LIKE 'n%'"));
        assertFalse(shown.toString().contains("\"error\""), shown.toString());
        List<String> cells = List.of(" 5 ", " 31 ", " 1 ", " 0 ", " true ");
        for (int i = 0; i < cells.size(); i++) {
            assertTrue(shown.get(i).contains(cells.get(i)), shown.get(i));
        }
    }

    /** A store from before a drop has the dropped database and lacks later tables. */
    @ParameterizedTest
    @ValueSource(strings = {"rich", "rich-snap"})
    void aDroppedDatabaseIsRestoredFromAnEarlierEntry(String name) throws IOException, InterruptedException {
        Path then = scratch.resolve("then.ndjson");
        Path imported = scratch.resolve("raft");
        List<String> export = new ArrayList<>(List.of("export", "--raft-dir"));
        export.addAll(List.of(TestData.file("real/" + name + ".raft").toString(), "--as-of", "43"));
        if (name.equals("rich-snap")) {
            export.addAll(
                    List.of("--base", TestData.file("real/rich.export.ndjson").toString()));
        }
        export.addAll(List.of("--db", then.toString()));
        InProcess.ok(export.toArray(String[]::new));
        InProcess.ok("import", "--raft-dir", imported.toString(), "--db", then.toString());
        List<String> shown = databend(
                "boot",
                List.of(
                        imported.toString(),
                        scratch.resolve("booted").toString(),
                        "SELECT count(*) FROM system.databases WHERE name = 'dropme'",
                        "SELECT count(*) FROM system.tables WHERE database = 'dropme'",
                        "SELECT count(*) FROM system.tables WHERE database = 'shop' AND name LIKE 'many%'"));
        List<String> cells = List.of(" 1 ", " 1 ", " 0 ");
        for (int i = 0; i < cells.size(); i++) {
            assertTrue(shown.get(i).contains(cells.get(i)), shown.get(i));
        }
    }

    /** The store of a new single-node cluster: it elects itself, and SQL finds all objects. */
    @Test
    void aNewSingleNodeClusterStarts() throws IOException, InterruptedException {
        Path imported = scratch.resolve("raft");
        InProcess.ok(
                "init-cluster",
                "--db",
                TestData.file("real/rich-snap.export.ndjson").toString(),
                "--node",
                "0=localhost:40009=" + imported);
        List<String> tables = databend(
                "boot",
                List.of(
                        imported.toString(),
                        scratch.resolve("booted").toString(),
                        "SELECT count(*) FROM system.tables WHERE database = 'shop' AND name LIKE 'many%'"));
        assertTrue(tables.get(0).contains("20"), tables.toString());
    }
}
