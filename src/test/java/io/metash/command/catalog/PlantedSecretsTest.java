package io.metash.command.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.output.ColorMode;
import io.metash.output.Display;
import io.metash.testing.TestData;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No output contains the secrets planted in real stores (README of the samples). */
class PlantedSecretsTest {
    private static final List<String> TEXTS = List.of("AKIAPLANTED00000001", "planted-secret-key-0001", "dictpw0001");
    private static final List<String> HASHES = List.of("9045590f1f2a588816f9bd85ef0cbe13abec8571", "dead849d");
    private static final String CONNECTION = "__fd_connection/python_binding/myconn";
    private static final String USER = "__fd_users/python_binding/%27alice%27%40%27%25%27";
    private static final List<String> FORMS = List.of("table", "json", "ndjson", "csv", "raw");

    @TempDir
    Path scratch;

    /** The secrets as text, hex digits, base64 and lists of numbers. */
    private static Map<String, String> forms() {
        Map<String, String> forms = new TreeMap<>();
        List<byte[]> secrets = new ArrayList<>();
        TEXTS.forEach(text -> secrets.add(text.getBytes(StandardCharsets.UTF_8)));
        HASHES.forEach(hash -> secrets.add(HexFormat.of().parseHex(hash)));
        for (byte[] secret : secrets) {
            forms.put(new String(secret, StandardCharsets.ISO_8859_1), "bytes");
            forms.put(HexFormat.of().formatHex(secret), "hex");
            // Base64 depends on the offset of the secret: its inner part is the same in one of three cases.
            for (int shift = 0; shift < 3; shift++) {
                byte[] moved = new byte[secret.length + shift];
                System.arraycopy(secret, 0, moved, shift, secret.length);
                String text = Base64.getEncoder().withoutPadding().encodeToString(moved);
                if (text.length() > 12) {
                    forms.put(text.substring(4, text.length() - 3), "base64");
                }
            }
            forms.put(
                    IntStream.range(0, secret.length)
                            .mapToObj(i -> String.valueOf(secret[i] & 0xff))
                            .collect(Collectors.joining(",")),
                    "numbers");
        }
        return forms;
    }

    private static void checkClean(String what, String output) {
        String oneLine = output.replaceAll("\033\\[[0-9;]*m", "");
        String closed = oneLine.replace(", ", ",");
        forms().forEach((secret, form) ->
                assertFalse(oneLine.contains(secret) || closed.contains(secret), what + " shows a secret as " + form));
    }

    private CommandRun run(boolean terminal) {
        CommandRun run = new CommandRun(terminal, 200, new Display(ColorMode.ALWAYS, true, true, false)).onRealPlaces();
        for (String name : List.of("rich", "rich-users")) {
            run.ok("connect '" + TestData.file("real/" + name + ".export.ndjson") + "' as " + name);
        }
        return run;
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String session : List.of("@rich", "@rich-users")) {
            for (String form : FORMS) {
                for (String more : List.of("", " --raw", " --hex", " --plain-keys")) {
                    lines.add("scan " + session + " -o " + form + more);
                }
                for (String view : List.of(
                        "databases", "tables", "users", "roles", "stages", "connections", "functions", "policies")) {
                    lines.add(view + " " + session + " -o " + form);
                }
                lines.add("grep " + session + " . -o " + form);
                lines.add("ls " + session + " -r -o " + form);
                lines.add("find " + session + " -o " + form);
            }
            lines.add("tree " + session);
        }
        for (String key : List.of(CONNECTION, USER)) {
            for (String option : List.of("", "--json", "--hex", "-o csv", "-o table", "-o json", "--plain-keys")) {
                lines.add("get @rich-users " + option + " '" + key + "'");
            }
        }
        lines.add("get @rich __fd_dictionary_by_id/75");
        lines.add("describe @rich-users --text alice@%");
        lines.add("describe @rich-users --json alice@%");
        lines.add("path @rich-users '" + CONNECTION + "'");
        return lines;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noOutputContainsSecrets(boolean terminal) {
        CommandRun run = run(terminal);
        for (String line : lines()) {
            run.status(line);
            checkClean(line, run.out() + run.err());
        }
        for (String key : List.of(CONNECTION, USER)) {
            assertEquals(6, run.status("get @rich-users --raw '" + key + "'"), key);
            checkClean("get --raw", run.out() + run.err());
        }
    }

    /** On request secrets are shown, so the test above searches for the right text. */
    @Test
    void secretsAreShownOnRequest() {
        CommandRun run = run(false);
        String connection = run.ok("get @rich-users --show-secrets " + CONNECTION);
        assertTrue(connection.contains("AKIAPLANTED00000001") && connection.contains("planted-secret-key-0001"));
        assertTrue(run.ok("get @rich-users --show-secrets '" + USER + "'").contains(HASHES.get(0)));
        assertTrue(run.ok("get @rich --show-secrets __fd_dictionary_by_id/75").contains("dictpw0001"));
        assertEquals("", run.ok("grep @rich-users planted-secret --keys -o raw"));
        assertEquals(CONNECTION + "\n", run.ok("grep @rich-users planted-secret --show-secrets -o raw"));
    }

    @Test
    void differencesOfSecretsAreReportedWithoutValues() throws IOException {
        String export = Files.readString(TestData.file("real/rich-users.export.ndjson"));
        Path other = Files.writeString(scratch.resolve("other.ndjson"), export.replace("48,48,48,49", "48,48,48,50"));
        CommandRun run = run(false);
        run.status("diff --catalog '" + TestData.file("real/rich-users.export.ndjson") + "' '" + other + "' -o raw");
        checkClean("diff --catalog", run.out() + run.err());
        run.status("diff '" + TestData.file("real/rich-users.export.ndjson") + "' '" + other + "' -o ndjson");
        checkClean("diff", run.out() + run.err());
    }

    @Test
    void theLogDumpHidesSecrets() {
        CommandRun run = run(false);
        for (String name : List.of("rich", "rich-users")) {
            String dump = run.ok("dump-raft-log-wal -V --raft-dir '" + TestData.file("real/" + name + ".raft") + "'");
            assertTrue(dump.contains("\"_type\":\""), name);
            checkClean("dump-raft-log-wal -V of " + name, dump + run.err());
        }
    }
}
