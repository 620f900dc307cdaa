package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.client.MetaClient;
import io.metash.command.completion.Completion;
import io.metash.ndjson.NdjsonSource;
import io.metash.output.ColorMode;
import io.metash.output.Display;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.MetaRecord;
import io.metash.testing.LiveService;
import io.metash.testing.PlantedSecrets;
import io.metash.testing.Program;
import io.metash.testing.StoredBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No output and no file of any command contains a secret, in any form. */
class SecretsEverywhereTest {
    private static final Map<String, String> FORMS = PlantedSecrets.forms();
    private static final List<String> FORMATS = List.of("table", "json", "ndjson", "csv", "raw");
    private static final String TOKEN = PlantedSecrets.all().get(13);

    @TempDir
    Path scratch;

    private Path export;
    private CommandRun run;

    @BeforeEach
    void plant() throws IOException {
        export = PlantedSecrets.export(scratch.resolve("planted.ndjson"));
        run = new CommandRun().onRealPlaces();
        run.ok("connect '" + export + "' as s");
    }

    private static void checkClean(String what, String output) {
        String plain = output.replaceAll("\033\\[[0-9;]*m", "");
        String closed = plain.replace(", ", ",");
        FORMS.forEach((form, secret) ->
                assertFalse(plain.contains(form) || closed.contains(form), what + " shows " + secret));
    }

    private void runClean(CommandRun on, String line) {
        on.status(line);
        checkClean(line, on.out() + on.err());
    }

    private static List<String> listings() {
        List<String> lines = new ArrayList<>();
        for (String format : FORMATS) {
            String o = " -o " + format;
            for (String more : List.of("", " --hex", " --raw", " --plain-keys")) {
                lines.add("scan" + more + o);
            }
            for (String view : List.of(
                    "databases --dropped",
                    "tables --dropped",
                    "users",
                    "roles",
                    "stages",
                    "connections",
                    "functions",
                    "policies",
                    "tenants",
                    "locks",
                    "sequences",
                    "cluster",
                    "ls -r",
                    "ls -l",
                    "ls -l __fd_token/acme/",
                    "find",
                    "grep .",
                    "grep [0-9A-Za-z]+",
                    "du --depth 4",
                    "tree --depth 5",
                    "status",
                    "count",
                    "sessions")) {
                lines.add(view + o);
            }
            for (String key : List.of(
                    "__fd_stages/acme/s", "__fd_connection/acme/c", "__fd_table_by_id/6", "__fd_tasks/acme/j")) {
                lines.add("get " + key + o);
                lines.add("get --hex " + key + o);
                lines.add("path " + key + o);
            }
            lines.add("log" + o);
            lines.add("log --key __fd_stages" + o);
            lines.add("blame __fd_users/acme/%27u%27%40%27%25%27" + o);
            lines.add("grants u" + o);
            lines.add("verify @s" + o);
            lines.add("doctor @s" + o);
            lines.add("explain-membership @s" + o);
            lines.add("inspect @s" + o);
        }
        lines.addAll(List.of(
                "tree",
                "describe d.t",
                "describe u@%",
                "describe s",
                "describe --json u@%",
                "describe --text d.t",
                "get --text __fd_udfs/acme/f",
                "get --json __fd_udfs/acme/f",
                "get __fd_clusters_v6/acme/online_nodes/n",
                "get _result_cache/acme/x",
                "get __fd_settings/acme/enterprise_license",
                "get __fd_token/acme/no-such",
                "get __fd_dictionary_by_id/7",
                "get __fd_catalog_by_id/8",
                "report",
                "report --redact",
                "history"));
        return lines;
    }

    /** On a terminal and in a pipe; the store of the terminal has compressed values. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listingsHideSecrets(boolean terminal) throws IOException {
        CommandRun on = new CommandRun(terminal, 200, new Display(ColorMode.ALWAYS, true, true, false)).onRealPlaces();
        Path packed = PlantedSecrets.export(scratch.resolve("packed.ndjson"), PlantedSecrets.packedValues());
        on.ok("connect '" + (terminal ? packed : export) + "' as s");
        listings().forEach(line -> runClean(on, line));
    }

    /** On request the secrets are shown. */
    @Test
    void secretsAreShownOnRequest() {
        String shown = run.ok("scan --show-secrets -o ndjson");
        Set<String> missing = new TreeSet<>(PlantedSecrets.all());
        missing.removeIf(secret -> shown.contains(secret)
                || FORMS.entrySet().stream()
                        .anyMatch(form -> form.getValue().startsWith(secret) && shown.contains(form.getKey())));
        assertEquals(Set.of(), missing);
        assertTrue(run.ok("get --show-secrets '__fd_token/acme/" + TOKEN + "' -o json")
                .contains(TOKEN));
        assertEquals("__fd_token/acme/<redacted>\n", run.ok("find __fd_token -o raw"));
    }

    @Test
    void differencesHideSecrets() throws IOException {
        String text = Files.readString(export);
        Path empty = Files.writeString(
                scratch.resolve("other.ndjson"),
                text.replace("[115,", "[83,").replace("\"__fd_stages/acme/s\"", "\"__fd_stages/acme/r\""));
        run.ok("connect '" + empty + "' as other");
        for (String format : FORMATS) {
            for (String more : List.of("", " --raw", " --hex", " --plain-keys", " --catalog")) {
                runClean(run, "diff @s @other" + more + " -o " + format);
                runClean(run, "diff @s --from 1 --to 16" + more + " -o " + format);
            }
        }
    }

    /** What a running service streams and answers. */
    @Test
    void answersOfAServiceHideSecrets() throws IOException {
        Map<String, Bytes> values = PlantedSecrets.values();
        try (LiveService service = new LiveService(scratch);
                MetaClient client = service.client()) {
            values.forEach((key, value) -> client.upsert(Bytes.utf8(key), value, null));
            run.ok("connect " + service.address() + " as live");
            run.ok("rw on");
            Path txn = Files.writeString(
                    scratch.resolve("get.txn"),
                    values.keySet().stream()
                            .map(key -> "then get '" + key + "'\n")
                            .collect(Collectors.joining()));
            for (String format : FORMATS) {
                for (String more : List.of("", " --hex", " --raw", " --plain-keys")) {
                    runClean(run, "watch --count " + values.size() + more + " -o " + format);
                    assertTrue(run.out().contains("__fd_stages"), run.out() + run.err());
                    runClean(run, "scan" + more + " -o " + format);
                }
                runClean(run, "txn '" + txn + "' -o " + format);
                assertTrue(format.equals("raw") || run.out().contains("__fd_stages"), run.out() + run.err());
                runClean(run, "txn '" + txn + "' --dry-run -o " + format);
                runClean(run, "get __fd_stages/acme/s __fd_connection/acme/c -o " + format);
            }
            for (String line : List.of(
                    "cp __fd_stages/acme/s __fd_stages/acme/t",
                    "mv __fd_stages/acme/t __fd_stages/acme/u --dry-run",
                    "delete __fd_stages/acme/u",
                    "edit __fd_stages/acme/s",
                    "edit __fd_clusters_v6/acme/online_nodes/n",
                    "describe s",
                    "path __fd_stages/acme/s",
                    "report",
                    "verify",
                    "doctor")) {
                runClean(run, line);
            }
            runClean(run, "undelete @s __fd_stages/acme/s --txn '" + scratch.resolve("back.txn") + "'");
        }
    }

    /** TAB offers no key that is a secret, in either form of the keys. */
    @Test
    void completionHidesSecrets() {
        Completion completion = new Completion(run.context());
        for (String line : List.of("get", "ls", "get --plain-keys", "path", "describe", "grants", "find", "blame")) {
            for (String typed :
                    List.of("", "__fd_", "__fd_token/", "__fd_token/acme/", "__fd_token/acme/p", "token ")) {
                List<Completion.Candidate> offered = completion.complete(List.of(line.split(" ")), typed);
                checkClean(line + " " + typed, offered.toString());
            }
        }
    }

    /** A recording and a history keep typed lines without their secrets. */
    @Test
    void recordingsContainNoSecret() throws IOException, InterruptedException {
        Program program = new Program(Files.createDirectory(scratch.resolve("home")));
        Path recording = scratch.resolve("recording.metash");
        String lines = "connect " + export + " as s; get __fd_stages/acme/s; try get __fd_token/acme/" + TOKEN
                + "; try upsert k " + PlantedSecrets.all().get(0) + "; history; scan; report";
        program.run("--record", recording.toString(), "--debug", "-c", lines);
        assertTrue(program.out().contains("__fd_stages"), program.err());
        checkClean("the output", program.out().replace("__fd_token/acme/" + TOKEN, ""));
        assertTrue(Files.readString(recording).contains("get __fd_stages/acme/s\n"), Files.readString(recording));
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : (Iterable<Path>)
                    files.filter(Files::isRegularFile).filter(file -> !file.equals(export))::iterator) {
                checkClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void logDumpsHideSecrets() {
        run.ok("import --raft-dir '" + scratch.resolve("raft") + "' --db '" + export + "'");
        runClean(run, "dump-raft-log-wal -V --raft-dir '" + scratch.resolve("raft") + "'");
        assertTrue(run.out().contains("__fd_token/acme/<redacted>"), run.out());
    }

    /** A redacted copy contains no secret, as bytes or as lists of numbers; nor does a report page. */
    @Test
    void sharedFilesContainNoSecret() throws IOException {
        run.ok("redact @s --output '" + scratch.resolve("shared.ndjson") + "'");
        Path packed = PlantedSecrets.export(scratch.resolve("packed.ndjson"), PlantedSecrets.packedValues());
        Path shared = scratch.resolve("packed-shared.ndjson");
        run.ok("redact '" + packed + "' --output '" + shared + "'");
        int values = 0;
        try (NdjsonSource source = NdjsonSource.open(shared)) {
            for (MetaRecord record = source.next(); record != null; record = source.next()) {
                if (record instanceof MetaRecord.Log log
                        && log.entry().payload() instanceof Entry.Normal normal
                        && normal.cmd() instanceof Cmd.UpsertKv upsert
                        && upsert.value() instanceof Cmd.Update update) {
                    byte[] value = StoredBytes.unpacked(update.value().array());
                    checkClean(upsert.key() + " of the packed store", new String(value, StandardCharsets.ISO_8859_1));
                    values++;
                }
            }
        }
        assertEquals(PlantedSecrets.values().size(), values);
        run.ok("report @s --html '" + scratch.resolve("page.html") + "'");
        for (String name : List.of("shared.ndjson", "shared.ndjson.manifest", "page.html")) {
            checkClean(name, Files.readString(scratch.resolve(name), StandardCharsets.UTF_8));
        }
    }

    /** Errors that quote input, and the log of commands, contain no secret. */
    @Test
    void errorsAndLogsContainNoSecret() throws IOException {
        Path state = Files.createDirectories(scratch.resolve("state"));
        run.context().use(StateDirectory.of(Map.of("XDG_STATE_HOME", state.toString()), state.toString()));
        runClean(run, "get '__fd_token/acme/nothing'");
        runClean(run, "ls -o nothing");
        String cut = Files.readString(export).substring(0, (int) (Files.size(export) * 2 / 3));
        Path broken = Files.writeString(scratch.resolve("broken.ndjson"), cut);
        for (String line :
                List.of("verify '%s'", "connect '%s' as b", "doctor '%s'", "report '%s'", "redact '%s' --output x")) {
            runClean(run, String.format(line, broken));
        }
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                checkClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }
}
