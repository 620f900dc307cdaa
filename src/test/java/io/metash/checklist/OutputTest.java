package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.Commands;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.command.Confirmation;
import io.metash.command.ProgressLine;
import io.metash.output.ColorMode;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.output.Printable;
import io.metash.output.Style;
import io.metash.output.TextWidth;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.session.SessionKind;
import io.metash.testing.Json;
import io.metash.testing.KeySession;
import io.metash.testing.LiveService;
import io.metash.testing.OutputSchemas;
import io.metash.testing.Program;
import io.metash.testing.Programs;
import io.metash.testing.TestData;
import io.metash.testing.Tmux;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** What commands print: data that programs can read, and screens that people can. */
class OutputTest {
    /** Every listing: a line that lists something, its columns in order; {@code ?} where there may be nothing. */
    private static final String LISTINGS =
            """
            config     | config show --origin   | name:text value:text origin:text
            du         | du                     | bytes:number percent:number keys:number key:text
            find       | find                   | seq:number bytes:number expire_at_ms:number? key:text
            get        | get -o json a/plain    | -
            grep       | grep plain             | key:text found_in:text text:text
            ls         | ls                     | keys:number bytes:number key:text
            scan       | scan                   | key:text seq:number proposed_at_ms:number? expire_at_ms:number? bytes:number encoding:text value:decoded?
            sessions   | sessions               | current:flag name:text kind:text mode:text at:text place:text
            status     | status                 | -
            tree       | tree                   | depth:number keys:number bytes:number key:text
            """;

    private static final Display UTF8 = new Display(ColorMode.NEVER, true, true, false);
    private static final Display COLOURED = new Display(ColorMode.ALWAYS, true, true, false);
    private static final Pattern STYLING = Pattern.compile("\033\\[[0-9;]*m");

    @TempDir
    Path scratch;

    private record Column(String name, String type, boolean nullable) {}

    private record Listed(String command, String line, List<Column> columns) {}

    private static List<Listed> listings() {
        List<Listed> all = new ArrayList<>();
        for (String line : LISTINGS.lines().toList()) {
            String[] parts = line.split("\\|");
            List<Column> columns = new ArrayList<>();
            for (String column : parts[2].strip().split(" ")) {
                String[] pair = column.split(":");
                if (pair.length == 2) {
                    boolean nullable = pair[1].endsWith("?");
                    columns.add(new Column(pair[0], pair[1].replace("?", ""), nullable));
                }
            }
            all.add(new Listed(parts[0].strip(), parts[1].strip(), columns));
        }
        return all;
    }

    /** Keys and values of all sorts. */
    private static KeySession sample() {
        TreeMap<Bytes, SeqV> keys = new TreeMap<>();
        put(keys, "a/plain", null, "text");
        put(keys, "a/quoted \"x\", y", null, "a,b\n\"c\"");
        put(keys, "a/\u65e5\u672c\u8a9e\ud83d\udc4d", 1_800_000_000_000L, "e\u0301");
        put(keys, "b/\u001b[2J\u202e", null, "\u001b]0;owned\u0007");
        put(keys, "__fd_users/x", null, "secret");
        return new KeySession("prod", SessionKind.DIRECTORY, keys);
    }

    private static void put(Map<Bytes, SeqV> keys, String key, Long expires, String value) {
        KvMeta meta = expires == null ? null : new KvMeta(expires, null);
        keys.put(Bytes.utf8(key), new SeqV(keys.size() + 1, meta, Bytes.utf8(value)));
    }

    private static CommandRun run(boolean terminal, int columns, Display display) {
        CommandRun run = new CommandRun(terminal, columns, display);
        run.open(sample());
        return run;
    }

    private static CommandRun piped() {
        return run(false, 80, UTF8);
    }

    /** One shot, a text, a file, standard input: what stands on standard output is data, and nothing else does. */
    @Test
    void r37_dataOnStandardOutputEverythingElseBesideIt() throws IOException, InterruptedException {
        Path backup = TestData.file("real/rich-snap.export.ndjson");
        String script = "connect '" + backup
                + "' as prod\ntiming on\nls -o ndjson\nls none -o ndjson\nstatus -o ndjson\n" + "get nothing\n";
        Path file = Files.writeString(scratch.resolve("look.metash"), script);
        Program program = new Program(scratch);
        String first = null;
        for (List<String> words : List.of(List.of("-c", script), List.of(file.toString()), List.<String>of())) {
            List<String> command = Program.command(words.toArray(new String[0]));
            int status = program.fed(words.isEmpty() ? script : "", command);
            assertEquals(1, status, program.err());
            assertTrue(Json.lines(program.out()).size() > 15, program.out());
            for (String said : List.of("connected to", "0 records", "time ", "metash: no such key")) {
                assertTrue(program.err().contains(said), said + " is not in\n" + program.err());
            }
            first = first == null ? program.out() : first;
            assertEquals(first, program.out());
        }
        Path raft = scratch.resolve("raft");
        assertEquals(0, program.run("import", "--raft-dir", raft.toString(), "--db", backup.toString()));
        assertEquals("", program.out());
        assertEquals(0, program.run("export", "--raft-dir", raft.toString()));
        assertEquals(Files.readString(backup), program.out());
        assertTrue(program.err().startsWith("exported "), program.err());
        assertEquals(2, program.run("exprot"));
        assertEquals("", program.out());
    }

    @Test
    void r38_everyListingInEveryForm() throws IOException {
        CommandRun run = piped();
        for (Listed listing : listings()) {
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

    private static void matches(Listed listing, Map<?, ?> row) {
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

    /** An object with numbers, log ids and times as fields. */
    @Test
    void r38_theStatusIsAnObject() throws IOException {
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

    /** Listings that need a running service or files; run as a script, each in each form into a file of its own. */
    private static final Map<String, String> IN_A_WORLD = Map.ofEntries(
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
            // On a busy machine the first call, which loads all that is needed for one, may take longer than a call
            // may.
            String connect = "connect " + service.address() + " as live --admin " + service.admin();
            script.append(connect).append(" || ").append(connect);
            script.append("\nrw on 15m\ntrigger-snapshot --wait\n");
            for (Map.Entry<String, String> one : new TreeMap<>(IN_A_WORLD).entrySet()) {
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
        for (String command : IN_A_WORLD.keySet()) {
            List<?> rows = one(command);
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

    private List<?> one(String command) throws IOException {
        String text = written(command, "json");
        if (command.equals("watch")) {
            // It has no end, and an array is not whole before its end.
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

    /** A command that lists has the option, and a command that has the option is tested here. */
    @Test
    void r38_noListingIsForgotten() {
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
        TreeSet<String> tested = new TreeSet<>(IN_A_WORLD.keySet());
        listings().forEach(listing -> tested.add(listing.command()));
        assertEquals(tested, there);
    }

    @Test
    void r39_tablesFitAndAlign() {
        for (int columns : new int[] {30, 40, 80, 200}) {
            CommandRun run = run(true, columns, UTF8);
            for (Listed listing : listings()) {
                String line = listing.line().replace("-o json ", "");
                List<String> lines = run.ok(line + " -o table").lines().toList();
                for (String shown : lines) {
                    boolean tree = listing.command().equals("tree");
                    assertTrue(
                            tree || TextWidth.of(shown) <= columns, columns + " columns: " + line + "\n" + run.out());
                }
            }
        }
        CommandRun run = run(true, 60, UTF8);
        assertEquals(
                """
                seq  bytes  expire at                 key
                  5    6 B                            __fd_users/x
                  1    4 B                            a/plain
                  2    7 B                            a/quoted "x", y
                  3    3 B  2027-01-15T08:00:00.000Z  a/\u65e5\u672c\u8a9e\ud83d\udc4d
                  4   10 B                            b/\\x1b[2J\\u{202e}
                """,
                run.ok("find"));
        run = run(true, 34, UTF8);
        assertEquals(
                """
                key      found in  text
                a/plain  key       plain
                """,
                run.ok("grep plain"));
    }

    @Test
    void r39_widthsAreThoseOfTerminals() {
        Map<String, Integer> widths = new LinkedHashMap<>();
        widths.put("abc", 3);
        widths.put("\u65e5\u672c\u8a9e", 6);
        widths.put("e\u0301a", 2);
        widths.put("\ud83d\udc4d", 2);
        widths.put("\ud83d\udc4d\ud83c\udffd", 4);
        widths.put("\ud83c\udde9\ud83c\uddea", 2);
        widths.put("\u1112\u1161\u11ab", 2);
        widths.put("\u0915\u094d\u0937\u093f", 3);
        widths.put("\uff21\uff8a", 3);
        widths.forEach((text, width) -> assertEquals(width, TextWidth.of(text), text));
        String text = "e\u0301".repeat(3) + "\ud83d\udc4d\ud83c\udffd" + "\u65e5\u672c";
        assertEquals("e\u0301e\u0301e\u0301\u2026", TextWidth.cut(text, 7, "\u2026"));
        assertEquals("e\u0301e\u0301e\u0301\ud83d\udc4d\ud83c\udffd\u2026", TextWidth.cut(text, 8, "\u2026"));
        for (int columns = 0; columns < 14; columns++) {
            String cut = TextWidth.cut(text, columns, "\u2026");
            assertTrue(TextWidth.of(cut) <= columns, cut);
            assertEquals(cut, new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
    }

    @Test
    void r40_cutsWithAMarkOnATerminalOnly() {
        String key = "long/" + "x".repeat(300);
        for (boolean unicode : new boolean[] {true, false}) {
            CommandRun screen = new CommandRun(true, 40, new Display(ColorMode.NEVER, true, unicode, false));
            screen.open("prod", key, "short");
            String shown = screen.ok("ls -r");
            assertFalse(shown.contains(key), shown);
            assertTrue(shown.contains(unicode ? "xxx\u2026\n" : "xxx~\n"), shown);
        }
        CommandRun pipe = new CommandRun(false, 40, UTF8);
        pipe.open("prod", key, "short");
        for (String form : List.of("table", "json", "ndjson", "csv", "raw")) {
            assertTrue(pipe.ok("ls -r -o " + form).contains(key), form);
        }
    }

    private Tmux shell(int columns, int rows, String variables) throws IOException, InterruptedException {
        assumeTrue(Tmux.present(), "tmux is not here");
        String words = String.join(" ", Programs.metash());
        Tmux terminal = new Tmux(
                columns,
                rows,
                "env -u PAGER -u LESS -u NO_COLOR METASH_SIGN=1 XDG_STATE_HOME=" + scratch
                        + "/state XDG_CONFIG_HOME="
                        + scratch + "/config XDG_CACHE_HOME=" + scratch + " LC_ALL=C.UTF-8 " + variables + " " + words
                        + "; echo ended with $?; sleep 60");
        try {
            terminal.awaitEnd("metash>");
            terminal.run(
                    "connect '" + TestData.file("real/rich-snap.export.ndjson") + "' as prod", "metash prod (file");
            return terminal.clear();
        } catch (IOException | InterruptedException | Error failed) {
            terminal.close();
            throw failed;
        }
    }

    @Test
    void r41_whatIsTallerThanTheScreenGoesThroughAPager() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/less")), "less is not here");
        try (Tmux terminal = shell(80, 20, "TERM=screen-256color")) {
            terminal.enter("scan probe/");
            String page = terminal.await(screen -> screen.endsWith("\n:"));
            assertTrue(page.contains("seq"), page);
            assertFalse(page.contains("73 keys"), page);
            terminal.press("G");
            terminal.await("(END)");
            terminal.press("q");
            assertFalse(
                    terminal.awaitPrompt("73 keys, 9.67 KB\nmetash prod (file").contains("[141]"));
            // Left in the middle, the session goes on, and so does what fits the screen.
            terminal.clear().enter("scan -o json probe/");
            terminal.awaitEnd("\n:");
            terminal.press("q");
            terminal.awaitPrompt("metash prod (file");
            terminal.run("pwd", "pwd\n/\n");
            // What comes in long lines is counted by the rows that it takes.
            terminal.clear().run("timing on", "time ");
            terminal.clear().run("ls __fd_database", "3 lines, 11 keys, 868 B\ntime ", "__fd_database_by_id/");
        }
    }

    /** Without a prompt a person looks at the same screen. */
    @Test
    void r41_inOneShotToo() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/less")), "less is not here");
        String sample = TestData.file("real/rich-snap.export.ndjson").toString();
        String look = "connect " + sample + " as prod; ls -r probe/";
        try (Tmux terminal = once("", "-c", look)) {
            terminal.awaitEnd("\n:");
            // Ctrl-C is a key of the pager's, which may forget those that come right after it.
            terminal.press("C-c");
            for (int i = 0; i < 600 && !terminal.screen().contains("(END)"); i++) {
                terminal.press("G");
                Thread.sleep(100);
            }
            terminal.await("(END)", "probe/");
            terminal.press("q");
            terminal.await("73 keys, 9.67 KB\nended with 0");
        }
        try (Tmux terminal = once(
                "", "export", "--raft-dir", TestData.file("real/rich-snap.raft").toString())) {
            terminal.awaitEnd("\n:");
            terminal.press("q");
            terminal.await("ended with 0");
        }
        for (List<String> whole : List.of(List.of("-c", look), List.of("help"))) {
            try (Tmux terminal = once("METASH_PAGER=", whole.toArray(String[]::new))) {
                terminal.await("ended with 0");
            }
            try (Tmux terminal = once("METASH_PAGER='sed s/^/paged/'", whole.toArray(String[]::new))) {
                terminal.await("\npaged", "ended with 0");
            }
        }
        // What fits the screen needs none.
        try (Tmux terminal = once("METASH_PAGER='sed s/^/paged/'", "-c", look.replace("-r ", ""))) {
            assertFalse(terminal.await("ended with 0", "probe/").contains("paged"));
        }
    }

    /** A terminal of 80 columns and 20 rows that runs metash once. */
    private Tmux once(String variables, String... arguments) throws IOException, InterruptedException {
        assumeTrue(Tmux.present(), "tmux is not here");
        String words = Programs.metash(arguments).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return new Tmux(
                80,
                20,
                "env -u PAGER -u LESS XDG_STATE_HOME=" + scratch + "/state XDG_CONFIG_HOME=" + scratch
                        + "/config LC_ALL=C.UTF-8 " + variables + " " + words + "; echo ended with $?; exec sleep 600");
    }

    @Test
    void r41_thePagerIsChosenByTheEnvironment() throws IOException, InterruptedException {
        try (Tmux terminal = shell(80, 20, "PAGER='sed s/probe/seen/' METASH_PAGER='sed s/probe/mine/'")) {
            String screen = terminal.run("ls -r probe/", "73 keys, 9.67 KB\nmetash prod (file");
            assertTrue(screen.contains("mine/"), screen);
            assertFalse(screen.contains("seen/") || screen.contains("probe/k"), screen);
        }
        try (Tmux terminal = shell(80, 20, "METASH_PAGER=")) {
            terminal.run("ls -r probe/", "73 keys, 9.67 KB\nmetash prod (file");
        }
    }

    @Test
    void r45_progressOnATerminalOnly() throws InterruptedException {
        for (boolean terminal : new boolean[] {true, false}) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Io io = new Io(
                    null,
                    System.out,
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    terminal,
                    terminal,
                    terminal,
                    () -> 80);
            ProgressLine line = new ProgressLine(io, "importing");
            long start = System.nanoTime();
            long wholeMs = 0;
            long firstMs = -1;
            // On a busy machine it takes longer until it was drawn a few times.
            for (long i = 1; wholeMs < 1_300 || (terminal && count(err) < 3 && wholeMs < 60_000); i++) {
                line.moved(i * 1000, i * 100_000, 500_000_000);
                wholeMs = (System.nanoTime() - start) / 1_000_000;
                firstMs = firstMs < 0 && err.size() > 0 ? wholeMs : firstMs;
                Thread.sleep(5);
            }
            line.clear();
            String[] drawn = err.toString(StandardCharsets.UTF_8).split("importing: ", -1);
            if (!terminal) {
                assertEquals(0, err.size());
                continue;
            }
            assertTrue(firstMs >= 300 && firstMs < 5_000, "first after " + firstMs + " ms");
            int times = drawn.length - 1;
            assertTrue(times >= 2 && times <= 1 + (wholeMs - 300) / 100, "drawn " + times + " times in " + wholeMs);
            assertTrue(
                    drawn[drawn.length - 2].matches(
                            "[0-9.]+ MB of 500.0 MB, \\d+%, [0-9,]+ records/s(, [0-9a-z. ]+ left)?\\s*\r"),
                    drawn[drawn.length - 2]);
            for (String one : drawn) {
                assertTrue(one.indexOf('\r') < 80 - "importing: ".length(), one);
            }
            // Once it is gone, blanks stand where it stood, and the cursor is back at the start of the line.
            assertTrue(drawn[drawn.length - 1].matches("[^\r]*\r\r *\r"), drawn[drawn.length - 1]);
            assertTrue(line.summary().matches("[0-9,]+ records, [0-9.]+ MB in 1\\.\\d s \\(.*/s\\)"), line.summary());
        }
    }

    private static int count(ByteArrayOutputStream drawn) {
        return drawn.toString(StandardCharsets.UTF_8).split("importing: ", -1).length - 1;
    }

    /** A question stands on a clean line for as long as the answer takes. */
    @Test
    void r45_progressIsNotDrawnOverAQuestion() throws IOException {
        CommandRun run = run(true, 80, UTF8);
        run.status("pwd");
        try (KvCursor keys = run.context().scan(Bytes.EMPTY, null)) {
            assertTrue(keys.next());
        }
        run.context().attended(question -> {
            try {
                Thread.sleep(900);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return "prod";
        });
        Confirmation.require(run.context(), "prod", null, null);
        run.context().io().err().flush();
        assertEquals("", run.err());
    }

    @Test
    void r45_progressOnTheScreen() throws IOException, InterruptedException {
        assumeTrue(Tmux.present(), "tmux is not here");
        Path backup = TestData.file("real/rich.export.ndjson");
        String words = String.join(
                " ",
                Programs.metash("import", "--raft-dir", scratch.resolve("raft").toString()));
        Path go = scratch.resolve("go");
        String slow = "(head -c 20000 " + backup + "; while [ ! -e " + go + " ]; do sleep 0.1; done; tail -c +20001 "
                + backup + ")";
        try (Tmux terminal = new Tmux(
                100,
                20,
                "export XDG_STATE_HOME=" + scratch + "/state LC_ALL=C.UTF-8; " + slow + " | " + words
                        + "; echo ended with $?; sleep 60")) {
            terminal.await(screen -> screen.matches("(?s).*importing: .* s"));
            Files.createFile(go);
            String end = terminal.await("ended with 0");
            assertTrue(end.startsWith("imported "), end);
            assertFalse(end.contains("importing"), end);
        }
    }

    @Test
    void r46_timingBesideTheData() throws IOException {
        CommandRun run = piped();
        assertEquals("off\n", run.ok("timing"));
        run.ok("timing on");
        assertEquals(5, Json.lines(run.ok("scan -o ndjson")).size());
        assertTrue(Pattern.matches("5 keys, \\d+ B\ntime [0-9.]+ m?s, 5 records, \\d+ B read\n", run.err()), run.err());
        run.ok("pwd");
        assertTrue(Pattern.matches("time [0-9.]+ m?s\n", run.err()), run.err());
        assertEquals(1, run.status("get nothing"));
        assertTrue(run.err().contains("\ntime "), run.err());
        run.ok("timing off");
        assertEquals("", run.err());
        assertEquals(2, run.status("timing perhaps"));
    }

    /** Whether a terminal takes it as a character to show, and at its place. */
    private static boolean harmless(int c) {
        int type = Character.getType(c);
        boolean bidi = c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e);
        return c == '\n'
                || (type != Character.CONTROL
                        && type != Character.SURROGATE
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR
                        && !bidi
                        && !(c >= 0x2066 && c <= 0x2069));
    }

    @Test
    void r42_noCodePointMovesTheCursor() {
        TreeMap<Bytes, SeqV> keys = new TreeMap<>();
        StringBuilder text = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < 0xd800 || c > 0xdfff) {
                text.appendCodePoint(c);
            }
            if (c % 1024 == 1023) {
                if (text.length() > 0) {
                    Bytes both = Bytes.utf8(text.toString());
                    keys.put(both, new SeqV(keys.size() + 1, null, both));
                }
                text.setLength(0);
            }
        }
        CommandRun run = new CommandRun(true, 100_000, UTF8);
        run.open(new KeySession("all", SessionKind.DIRECTORY, keys));
        List<String> lines = new ArrayList<>();
        for (String form : List.of("table", "json", "ndjson", "csv", "raw")) {
            lines.add("scan -o " + form);
        }
        lines.addAll(List.of("ls", "ls -r", "find", "tree", "du --depth 9", "grep -F a"));
        for (String line : lines) {
            run.ok(line);
            checkHarmless(line, run.out());
            // The progress line goes back to its start, and nothing else does.
            checkHarmless(line, run.err().replace("\r", ""));
        }
        assertTrue(keys.size() > 1080, "" + keys.size());
    }

    private static void checkHarmless(String line, String shown) {
        shown.codePoints().forEach(c -> {
            if (!harmless(c)) {
                throw new AssertionError(line + " shows U+" + Integer.toHexString(c));
            }
        });
    }

    @Test
    void r42_neitherDoMessagesNorValues() {
        CommandRun run = run(true, 80, UTF8);
        String evil = "x\u001b[2J\u0007\u009b1m\u202e";
        run.open(evil, "a");
        checkHarmless("connect", run.err());
        for (String line : List.of(
                "get '" + evil + "'",
                "cd '" + evil + "'",
                "use '" + evil + "'",
                "sessions",
                "'" + evil + "'",
                "ls --" + evil.replace(" ", ""),
                "grep '(" + evil + "'",
                "connect '/" + evil + "'",
                "status",
                "pwd")) {
            run.status(line);
            checkHarmless(line, run.out());
            checkHarmless(line, run.err());
        }
        run.ok("use prod");
        run.ok("get 'b/\u001b[2J\u202e'");
        checkHarmless("get", run.out());
        assertTrue(run.out().contains("b/\\x1b[2J\\u{202e}"), run.out());
        assertEquals("\\x1b]0;\\x07", Printable.text("\u001b]0;\u0007"));
    }

    @Test
    void r43_coloursOnlyWhereTheyAreWanted() {
        List<String> lines = new ArrayList<>(List.of("nonsense", "get nothing", "cd nowhere", "help"));
        listings().forEach(listing -> lines.add(listing.line()));
        Map<String, String> terminal = Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8");
        Map<String, String> noColor = Map.of("TERM", "xterm-256color", "NO_COLOR", "1");
        assertFalse(escapes(run(true, 80, Display.of(noColor)), lines));
        assertFalse(escapes(run(true, 80, Display.of(Map.of("TERM", "dumb"))), lines));
        assertFalse(escapes(run(true, 80, Display.of(Map.of())), lines));
        assertFalse(escapes(run(true, 80, Display.of(terminal).with(ColorMode.NEVER)), lines));
        assertFalse(escapes(run(false, 80, Display.of(terminal)), lines));
        assertTrue(escapes(run(true, 80, Display.of(terminal)), lines));
        assertTrue(escapes(run(false, 80, Display.of(noColor).with(ColorMode.ALWAYS)), lines));
    }

    private static boolean escapes(CommandRun run, List<String> lines) {
        boolean found = false;
        for (String line : lines) {
            run.status(line);
            found |= run.out().indexOf('\033') >= 0 || run.err().indexOf('\033') >= 0;
        }
        return found;
    }

    @Test
    void r44_colourIsNeverTheOnlyCarrier() {
        CommandRun plain = run(true, 80, UTF8);
        CommandRun coloured = run(true, 80, COLOURED);
        List<String> lines = new ArrayList<>(List.of("nonsense", "get nothing", "cd nowhere"));
        listings().forEach(listing -> lines.add(listing.line()));
        for (String line : lines) {
            assertEquals(plain.status(line), coloured.status(line), line);
            assertEquals(plain.out(), STYLING.matcher(coloured.out()).replaceAll(""), line);
            assertEquals(plain.err(), STYLING.matcher(coloured.err()).replaceAll(""), line);
        }
        // Neither white, yellow, black nor a background: one of the two kinds of screens could not show it.
        for (Style style : Style.values()) {
            for (String code : style.codes().split(";")) {
                assertTrue(Pattern.matches("1|2|4|31|32|34|35|36", code), style + " " + code);
            }
        }
    }

    @Test
    void r47_oneStyleOfNumbersSizesAndTimes() {
        assertEquals("0 B", Units.bytes(0));
        assertEquals("999 B", Units.bytes(999));
        assertEquals("1.00 KB", Units.bytes(1000));
        assertEquals("12.3 MB", Units.bytes(12_345_678));
        assertEquals("1,234,567", Units.number(1_234_567));
        assertEquals("18446744073709551615", Units.number(-1));
        assertEquals("1 key", Units.count(1, "key"));
        assertEquals("2,000 entries", Units.count(2000, "entry"));
        assertEquals("0.3 ms", Units.span(300_000));
        assertEquals("41 ms", Units.span(41_000_000));
        assertEquals("1.24 s", Units.span(1_240_000_000));
        assertEquals("3 min 20 s", Units.span(200_000_000_000L));
        assertEquals("2027-01-15T08:00:00.000Z", Units.moment(1_800_000_000_000L));
        assertEquals("9999-12-31T23:59:59.999Z", Units.moment(253_402_300_799_999L));
        assertEquals("1970-01-01T00:00:00.001Z", Units.moment(1));
        assertEquals("5 s ago", Units.age(1_000, 6_000).replace(".0", ""));
        assertEquals("in 3 days", Units.age(3 * 86_400_000L, 0));
        CommandRun screen = run(true, 200, UTF8);
        String shown = screen.ok("find --expires");
        String age = Pattern.compile("2027-01-15T08:00:00\\.000Z \\((in .*|.* ago)\\)")
                .matcher(shown)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(shown))
                .group(1);
        assertNotNull(age);
        // What is written down does not change from second to second.
        assertFalse(piped().ok("find --expires").contains("("));
        String local = piped().ok("find --expires --local");
        assertTrue(local.contains(Units.moment(1_800_000_000_000L, true)), local);
        assertTrue(
                Pattern.compile("2027-01-1\\dT\\d\\d:\\d\\d:00\\.000[+-]\\d\\d:\\d\\d ")
                        .matcher(local)
                        .find(),
                local);
        CommandRun byClock = run(false, 80, UTF8.withLocal(true));
        assertEquals(local, byClock.ok("find --expires"));
        assertTrue(byClock.ok("find --expires --utc").contains("2027-01-15T08:00:00.000Z "), byClock.out());
        assertEquals(2, byClock.status("find --utc --local"));
    }

    @Test
    void r48_nothingFoundIsSaid() {
        CommandRun run = piped();
        for (String line : List.of("ls none", "find --name none", "grep none", "scan none", "tree none", "du none")) {
            assertEquals(0, run.status(line), line);
            assertTrue(run.err().startsWith("0 records\n"), run.err());
            assertEquals("", run.out(), line);
            assertEquals(1, run.status(line + " --fail-empty"), line);
            assertEquals("[]\n", run.ok(line + " -o json"), line);
            assertEquals("", run.ok(line + " -o ndjson"), line);
            assertTrue(run.err().startsWith("0 records\n"), run.err());
            assertEquals(1, run.ok(line + " -o csv").lines().count(), line);
        }
        assertEquals(0, run.status("ls --fail-empty"));
    }
}
