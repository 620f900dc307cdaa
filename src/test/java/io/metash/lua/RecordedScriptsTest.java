package io.metash.lua;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.testing.LiveService;
import io.metash.testing.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Scripts whose output was recorded from metactl, run in their order on one service. */
class RecordedScriptsTest {
    private static final String CHUNK = "src/meta/binaries/metactl/main.rs:340";

    @TempDir
    Path scratch;

    @Test
    void everyScriptPrintsWhatWasRecorded() throws IOException {
        Path directory = TestData.file("lua");
        assumeTrue(Files.isDirectory(directory), "the recorded scripts are not here: " + directory);
        List<Path> scripts;
        try (Stream<Path> files = Files.list(directory)) {
            scripts = files.filter(file -> file.toString().endsWith(".lua"))
                    .sorted()
                    .toList();
        }
        assertEquals(25, scripts.size());
        List<Executable> checks = new ArrayList<>();
        try (LiveService service = new LiveService(scratch)) {
            for (Path script : scripts) {
                LuaRun run = new LuaRun();
                String text = Files.readString(script, StandardCharsets.ISO_8859_1)
                        .replace("ADDR", service.address())
                        .replace("ADMIN", service.admin());
                int status = run.run(text);
                String name = script.getFileName().toString().replace(".lua", "");
                checks.add(() -> assertEquals(
                        recorded(directory, name, ".out")
                                + recorded(directory, name, ".err")
                                + recorded(directory, name, ".status"),
                        masked(run.out()) + masked(run.err()).stripTrailing() + status,
                        name));
            }
        }
        assertAll(checks);
    }

    private static String recorded(Path directory, String name, String suffix) {
        Path file = directory.resolve(name + suffix);
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return masked(suffix.equals(".out") ? text : text.stripTrailing());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The output without parts that vary between runs, and without the chunk name. */
    private static String masked(String text) {
        return text.replace(CHUNK, "x.lua")
                .replaceAll("(table|userdata|LuaGrpcClient): 0x[0-9a-f]+", "$1: ADDRESS")
                .replaceAll("\"proposed_at_ms\"=\\d+", "\"proposed_at_ms\"=TIME")
                // The order of pairs differs from run to run.
                .replace("field\texecution_path\nfield\tsuccess\n", "field\tsuccess\nfield\texecution_path\n")
                .replaceAll("\\S+:\\d+: (attempt to perform arithmetic on a nil value \\(local 'x'\\))", "$1");
    }
}
