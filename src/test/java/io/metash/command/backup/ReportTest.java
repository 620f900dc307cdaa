package io.metash.command.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report}: one self-contained page about a store, without secrets and without requests to other hosts. */
class ReportTest {
    private static final String EVIL = "<script>alert(1)</script>";

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    private static Path export(String name) {
        return TestData.file("real/" + name + ".export.ndjson");
    }

    private String page(String place, String more) throws IOException {
        Path file = scratch.resolve("page.html");
        Files.deleteIfExists(file);
        run.ok("report '" + place + "' --html '" + file + "'" + more);
        return Files.readString(file);
    }

    @Test
    void thePageDescribesTheStore() throws IOException {
        String page = page(export("rich").toString(), "");
        for (String part : List.of(
                "<dt>data version</dt><dd>V004</dd>",
                "<dt>log</dt><dd>T0-N0.0 to T1-N0.92, 93 entries</dd>",
                "<p class=\"grade good\">consistent, completeness unproved</p>",
                "<h2>Databases <small>4</small></h2>",
                "<h2>Tables <small>32</small></h2>",
                "<tr><td>node 0</td><td>localhost:40009</td><td>log entry T1-N0.2</td><td>yes</td></tr>",
                "no manifest: the completeness of the file is unproved",
                "<title>__fd_table_by_id/: 11.6 KB, 33 keys</title>",
                "<p>changes per minute</p>")) {
            assertTrue(page.contains(part), "no " + part);
        }
    }

    @Test
    void thePageLoadsNoExternalResource() throws IOException {
        String page = page(export("rich-users").toString(), "");
        assertTrue(page.contains("content=\"default-src 'none'; style-src 'sha256-"));
        assertFalse(Pattern.compile("(?i)(src|href|action|url)\\s*[=(]")
                .matcher(page)
                .find());
        assertFalse(page.contains("@import") || page.contains("fetch(") || page.contains("XMLHttp"));
        for (String secret : List.of("AKIAPLANTED00000001", "planted-secret-key-0001", "dictpw0001", "9045590f")) {
            assertFalse(page.contains(secret), secret);
        }
    }

    @Test
    void namesAreEscapedInMarkup() throws IOException {
        StringBuilder key = new StringBuilder();
        for (byte b : EVIL.getBytes(StandardCharsets.UTF_8)) {
            key.append(String.format("%%%02x", b));
        }
        Path file = Files.writeString(
                scratch.resolve("evil.ndjson"),
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]\n"
                        + "[\"state_machine/0\",{\"Sequences\":{\"key\":\"generic-kv\",\"value\":9}}]\n"
                        + "[\"state_machine/0\",{\"GenericKV\":{\"key\":\"<b>|x\",\"value\":{\"seq\":2,\"meta\":null,\"data\":[55]}}}]\n"
                        + "[\"state_machine/0\",{\"GenericKV\":{\"key\":\"__fd_database/t/" + key
                        + "\",\"value\":{\"seq\":1,\"meta\":null,\"data\":[55]}}}]\n");
        run.status("report '" + file + "' --html '" + scratch.resolve("evil.html") + "'");
        String page = Files.readString(scratch.resolve("evil.html"));
        assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assertFalse(page.contains(EVIL) || page.contains("<b>"));
        run.status("report '" + file + "' --md");
        assertTrue(run.out().contains("\\<script\\>alert(1)\\</script\\>"), run.out());
        assertTrue(run.out().contains("| \\<b\\>\\|x | 6 B | 1 |"), run.out());
    }

    @Test
    void namesMayBeRedacted() throws IOException {
        String page = page(export("rich").toString(), " --redact");
        for (String name : List.of("python_binding", "shop", "many_1", "rich.export", "orders", scratch.toString())) {
            assertFalse(page.contains(name), name);
        }
        assertTrue(page.contains("<h2>Tables <small>32</small></h2>"));
        assertTrue(page.contains("<h1>a redacted store</h1>"));
        String text = run.ok("report '" + export("rich-snap") + "' --redact --keep shop");
        assertTrue(text.startsWith("# a redacted store\n\n**consistent, completeness unproved**\n"), text);
        assertTrue(text.contains("| shop |") && !text.contains("python\\_binding"), text);
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path copy = Files.copy(export("rich"), scratch.resolve("in.ndjson"));
        assertEquals(6, run.status("report '" + copy + "' --html '" + copy + "'"));
        assertEquals(-1, Files.mismatch(export("rich"), copy));
        assertEquals(2, run.status("report '" + copy + "' --md --html '" + scratch.resolve("x.html") + "'"));
        Path broken = Files.writeString(scratch.resolve("broken.ndjson"), "no export\n");
        assertEquals(3, run.status("report '" + broken + "'"));
    }

    private String browser(String... arguments) throws IOException, InterruptedException {
        Path log = scratch.resolve("browser.log");
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--user-data-dir=" + scratch.resolve("profile")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("HOME", scratch.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        String output = Files.readString(log);
        assertFalse(output.contains("CONSOLE"), output);
        return out;
    }

    /** A real browser shows the page without an error; its policy permits the search, and the search works. */
    @Test
    void thePageWorksInABrowser() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "chromium"))),
                "chromium is not installed");
        page(export("rich").toString(), "");
        String url = scratch.resolve("page.html").toUri().toString();
        String plain = browser("--dump-dom", url);
        assertTrue(plain.contains("<output id=\"found\" for=\"find\"></output>"));
        String found = browser("--dump-dom", url + "#find=many_1%20FUSE");
        assertTrue(
                found.contains("<output id=\"found\" for=\"find\">11 of 39 rows</output>"), "the search found nothing");
        assertEquals(28, found.split("<tr hidden=\"\">", -1).length - 1);
        Path picture = scratch.resolve("page.png");
        browser("--window-size=500,900", "--screenshot=" + picture, url);
        assertTrue(Files.size(picture) > 10_000);
    }
}
