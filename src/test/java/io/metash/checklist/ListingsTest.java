package io.metash.checklist;

import static io.metash.checklist.OutputSamples.listings;
import static io.metash.checklist.OutputSamples.piped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.checklist.OutputSamples.Column;
import io.metash.checklist.OutputSamples.Listing;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.testing.Json;
import io.metash.testing.LiveService;
import io.metash.testing.OutputSchemas;
import io.metash.testing.Program;
import io.metash.testing.TestData;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** Listings in every output format: table, JSON, NDJSON, CSV and raw. */
class ListingsTest {
    @TempDir
    Path scratch;

    @Test
    void r38_everyListingInEveryFormat() throws IOException {
        CommandRun run = piped();
        for (Listing listing : listings()) {
            if (listing.columns().isEmpty()) {
                continue;
            }
            String line = listing.line();
            List<?> rows = (List<?>) Json.document(run.ok(line + " -o json"));
            assertFalse(rows.isEmpty(), line);
            for (Object row : rows) {
                matches(listing, (Map<?, ?>) row);
            }
            assertEquals(List.of(), OutputSchemas.check(listing.command(), rows), line);
            assertEquals(rows, Json.lines(run.ok(line + " -o ndjson")), line);
            assertEquals(rows.size(), run.out().lines().count(), line);
            List<List<String>> csv = csv(run.ok(line + " -o csv"));
            assertEquals(listing.columns().stream().map(Column::name).toList(), csv.get(0), line);
            assertEquals(rows.size() + 1, csv.size(), line);
            for (int i = 0; i < rows.size(); i++) {
                List<Object> cells = new ArrayList<>(((Map<?, ?>) rows.get(i)).values());
                List<Object> fields = new ArrayList<>(csv.get(i + 1));
                for (int column = 0; column < cells.size(); column++) {
                    Object cell = cells.get(column);
                    if (cell instanceof Map) {
                        // A decoded value is one line of JSON in CSV.
                        fields.set(column, Json.document((String) fields.get(column)));
                    } else {
                        cells.set(column, cell == null ? "" : cell.toString());
                    }
                }
                assertEquals(cells, fields, line);
            }
            String name = listing.columns().stream()
                    .filter(column -> column.type().equals("text"))
                    .findFirst()
                    .orElseThrow()
                    .name();
            StringBuilder names = new StringBuilder();
            rows.forEach(row -> names.append(((Map<?, ?>) row).get(name)).append('\n'));
            assertEquals(names.toString(), run.ok(line + " -o raw"), line);
            assertTrue(run.ok(line + " -o table").lines().count() >= rows.size(), line);
        }
    }

    private static void matches(Listing listing, Map<?, ?> row) {
        assertEquals(
                listing.columns().stream().map(Column::name).toList(), List.copyOf(row.keySet()), listing.command());
        for (Column column : listing.columns()) {
            Object cell = row.get(column.name());
            boolean fits = cell == null
                    ? column.nullable()
                    : switch (column.type()) {
                        case "number" -> cell instanceof BigInteger number && number.signum() >= 0;
                        case "flag" -> cell instanceof Boolean;
                        case "decoded" -> cell instanceof String || cell instanceof Map;
                        default -> cell instanceof String;
                    };
            assertTrue(fits, listing.command() + " " + column + ": " + cell);
        }
    }

    @Test
    void r38_statusIsOneObject() throws IOException {
        CommandRun run = piped();
        Map<?, ?> status = (Map<?, ?>) Json.document(run.ok("status -o json"));
        assertEquals(List.of(), OutputSchemas.check("status", status));
        assertEquals(status, Json.document(run.ok("status -o ndjson")));
        assertEquals("prod", status.get("session"));
        Object read = Json.document(run.ok("get -o json a/plain"));
        assertEquals(List.of(), OutputSchemas.check("get", read));
        assertEquals(read, Json.document(run.ok("scan -o json a/plain")));
        run.onRealPlaces();
        run.ok("connect " + TestData.file("real/rich-snap.export.ndjson") + " as one");
        status = (Map<?, ?>) Json.document(run.ok("status -o json"));
        assertEquals(List.of(), OutputSchemas.check("status", status));
        assertTrue(((Map<?, ?>) status.get("last_applied")).get("index") instanceof BigInteger, status.toString());
    }

    private static List<List<String>> csv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        assertFalse(quoted);
        assertEquals("", cell.toString());
        return rows;
    }

    /** Listings of files and of a running service: a script that writes each in every format to a file. */
    private static final Map<String, String> OF_FILES_AND_SERVICES = Map.ofEntries(
            Map.entry("at", "at @past 110 --unknown"),
            Map.entry("blame", "blame @past probe/u/1"),
            Map.entry("backups", "backups backups"),
            Map.entry("cluster", "cluster @objects"),
            Map.entry("connections", "connections @people"),
            Map.entry("databases", "databases @objects"),
            Map.entry("diff", "try diff one.ndjson two.ndjson"),
            Map.entry("doctor", "try doctor raft"),
            Map.entry("explain-membership", "explain-membership one.ndjson"),
            Map.entry("features", "features"),
            Map.entry("functions", "functions @people"),
            Map.entry("grants", "grants @people analyst"),
            Map.entry("history", "history"),
            Map.entry("inspect", "inspect one.ndjson"),
            Map.entry("keys-layout", "keys-layout"),
            Map.entry("locks", "locks @objects"),
            Map.entry("log", "log @past 93..100"),
            Map.entry("members", "members"),
            Map.entry("path", "path @objects __fd_table_by_id/16"),
            Map.entry("policies", "policies @people"),
            Map.entry("roles", "roles @people"),
            Map.entry("sequences", "sequences @objects"),
            Map.entry("set", "set"),
            Map.entry("stages", "stages @people"),
            Map.entry("tables", "tables @objects"),
            Map.entry("tenants", "tenants @objects"),
            Map.entry("txn", "txn lease.txn"),
            Map.entry("upsert", "upsert a/b hello"),
            Map.entry("users", "users @people"),
            Map.entry("verify", "verify one.ndjson"),
            Map.entry("watch", "watch a/ --count 2"));

    @Test
    void r38_listingsOfAServiceAndOfFiles() throws IOException, InterruptedException {
        Files.copy(TestData.file("real/rich-snap.export.ndjson"), scratch.resolve("one.ndjson"));
        Files.copy(TestData.file("real/rich.export.ndjson"), scratch.resolve("two.ndjson"));
        Files.copy(TestData.file("real/rich-users.export.ndjson"), scratch.resolve("people.ndjson"));
        Files.copy(
                scratch.resolve("one.ndjson"),
                Files.createDirectory(scratch.resolve("backups")).resolve("x.ndjson"));
        Files.writeString(scratch.resolve("lease.txn"), "then put job/lease held\nthen get a/b\n");
        StringBuilder script = new StringBuilder();
        try (LiveService service = new LiveService(scratch)) {
            service.put("a/b=1", "a/c=2", "d/e=3");
            script.append("import --raft-dir raft --db one.ndjson\nset tenant x\n");
            script.append("connect two.ndjson as objects\nconnect people.ndjson as people\n");
            script.append("connect one.ndjson as past\n");
            // The first call loads classes: on a busy machine it may exceed its time limit.
            String connect = "connect " + service.address() + " as live --admin " + service.admin();
            script.append(connect).append(" || ").append(connect);
            script.append("\nrw on 15m\ntrigger-snapshot --wait\n");
            for (Map.Entry<String, String> one : new TreeMap<>(OF_FILES_AND_SERVICES).entrySet()) {
                for (String form : List.of("json", "ndjson", "csv", "raw", "table")) {
                    script.append(one.getValue()).append(" -o ").append(form);
                    script.append(" > ")
                            .append(one.getKey())
                            .append('.')
                            .append(form)
                            .append('\n');
                }
            }
            Program program = new Program(scratch);
            assertEquals(0, program.run("-c", script.toString()), program.err());
        }
        for (String command : OF_FILES_AND_SERVICES.keySet()) {
            List<?> rows = rows(command);
            assertTrue(
                    !rows.isEmpty()
                            || List.of("history", "doctor", "locks", "cluster").contains(command),
                    command + " lists nothing");
            assertEquals(List.of(), OutputSchemas.check(command, rows), command);
            List<String> columns = csv(written(command, "csv")).get(0);
            Map<String, Class<?>> types = new TreeMap<>();
            List<Object> both = new ArrayList<>(rows);
            both.addAll(Json.lines(written(command, "ndjson")));
            assertEquals(2 * rows.size(), both.size(), command);
            for (Object row : both) {
                assertEquals(columns, List.copyOf(((Map<?, ?>) row).keySet()), command);
                ((Map<?, ?>) row).forEach((name, cell) -> {
                    Class<?> type = cell == null ? null : cell.getClass();
                    Class<?> before = type == null ? null : types.putIfAbsent(name.toString(), type);
                    assertTrue(before == null || before == type, command + " " + name + ": " + cell);
                    assertTrue(!(cell instanceof Map), command + " " + name + ": " + cell);
                });
            }
            assertEquals(rows.size() + 1, csv(written(command, "csv")).size(), command);
            assertTrue(written(command, "table").lines().count() >= rows.size(), command);
            assertTrue(written(command, "raw").lines().count() >= rows.size(), command);
        }
    }

    private List<?> rows(String command) throws IOException {
        String text = written(command, "json");
        if (command.equals("watch")) {
            // A watch does not end, so its array is never closed.
            return Json.lines(text);
        }
        try {
            return (List<?>) Json.document(text);
        } catch (IOException | ClassCastException wrong) {
            throw new AssertionError(command + " -o json is not one array:\n" + text, wrong);
        }
    }

    private String written(String command, String form) throws IOException {
        return Files.readString(scratch.resolve(command + "." + form));
    }

    @Test
    void r38_everyCommandWithAnOutputFormatIsTested() {
        CommandRun run = piped();
        TreeSet<String> there = new TreeSet<>();
        for (CommandEntry entry : Commands.table().entries()) {
            OptionSpec output = new CommandLineRunner(run.context())
                    .commandLine(entry)
                    .getCommandSpec()
                    .findOption("--output");
            if (output != null && output.paramLabel().equals("FORMAT")) {
                there.add(entry.name());
            }
        }
        TreeSet<String> tested = new TreeSet<>(OF_FILES_AND_SERVICES.keySet());
        listings().forEach(listing -> tested.add(listing.command()));
        assertEquals(tested, there);
    }
}
