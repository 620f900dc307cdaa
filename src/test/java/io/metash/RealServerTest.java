package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.ndjson.NdjsonSource;
import io.metash.testing.Processes;
import io.metash.testing.RunResult;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against meta services of two Databend releases, which then start on the exported stores. */
@Tag("real")
class RealServerTest {
    private static final String SQL =
            """
            CREATE DATABASE shop
            CREATE TABLE shop.orders (id BIGINT NOT NULL, what VARCHAR NULL, price DECIMAL(10,2) NOT NULL)
            CREATE TABLE shop.customers (id INT NOT NULL) COMMENT = 'äöü'
            CREATE VIEW shop.expensive AS SELECT * FROM shop.orders WHERE price > 100
            CREATE ROLE analyst
            CREATE USER alice IDENTIFIED BY 'planted-in-a-test'
            GRANT ROLE analyst TO alice
            """;
    private static final List<String> CATALOG = List.of(
            "SELECT name FROM system.databases ORDER BY name",
            "SELECT database, name, engine FROM system.tables WHERE database = 'shop' ORDER BY name",
            "SHOW CREATE TABLE shop.orders");
    private static final List<String> USERS = List.of(
            "SELECT name FROM system.users ORDER BY name",
            "SELECT name FROM system.roles ORDER BY name",
            "SHOW GRANTS FOR alice");

    @TempDir
    Path scratch;

    private List<String> databend(String version, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("scripts/real-databend"));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(scratch.resolve("input"), input);
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(in.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("DATABEND_VERSION", version);
        RunResult result = Processes.run(builder);
        assumeTrue(result.status() != 3, "Databend " + version + " cannot be installed here");
        assertEquals(0, result.status(), result.out() + result.err());
        return result.out().lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.895", "1.2.810"})
    void everyCommandAndARestart(String version) throws IOException, InterruptedException {
        databend(version, "", "python");
        Path home = scratch.resolve("home");
        List<String> output = databend(
                version,
                SQL,
                "with",
                home.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.metash.RealCommands",
                home.toString(),
                scratch.toString());
        assertTrue(output.get(output.size() - 1).startsWith("all commands: "), output.toString());
        System.out.println("Databend " + version + ", " + output.get(output.size() - 1));
        restoreAndQuery(version, "catalog", CATALOG, "orders");
        restoreAndQuery(version, "users", USERS, "alice");
    }

    /** Imports an export of the service, starts a server on it, and checks that SQL finds all objects. */
    private void restoreAndQuery(String version, String name, List<String> queries, String mark)
            throws IOException, InterruptedException {
        Path backup = scratch.resolve(name + ".ndjson");
        Path raft = scratch.resolve(name + ".raft");
        RunResult imported = InProcess.run("import", "--raft-dir", raft.toString(), "--db", backup.toString());
        assertEquals(0, imported.status(), imported.err());
        // A store is written in the newest form, a backup as the server sent it.
        assertEquals(Stores.text(NdjsonSource.open(backup)), Stores.text(raft));
        List<String> arguments = new ArrayList<>(List.of(
                "boot", raft.toString(), scratch.resolve(name + "-booted").toString()));
        arguments.addAll(queries);
        List<String> shown = databend(version, "", arguments.toArray(new String[0]));
        assertEquals(queries.size(), shown.size());
        assertFalse(shown.toString().contains("\"error\""), shown.toString());
        assertTrue(shown.toString().contains(mark), shown.toString());
    }
}
