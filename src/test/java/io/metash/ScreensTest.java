package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's pictures show real output: {@code scripts/screens} draws them from golden screens with colours. {@code
 * METASH_SCREENS=write} writes the golden screens.
 */
class ScreensTest {
    private static final Path SCREENS = Path.of("src/test/resources/screens");

    @TempDir
    Path scratch;

    @Test
    void tablesScreenMatches() throws IOException {
        shows("tables", "-c", "connect src/examples/sample.ndjson as sample; tables");
    }

    @Test
    void verifyScreenMatches() throws IOException {
        shows("verify", "verify", "src/examples/sample.ndjson");
    }

    private static void shows(String name, String... words) throws IOException {
        String[] all = new String[words.length + 2];
        all[0] = "--color";
        all[1] = "always";
        System.arraycopy(words, 0, all, 2, words.length);
        String screen = "$ metash " + shown(words) + "\n" + InProcess.ok(all).out();
        Path file = SCREENS.resolve("readme-" + name + ".txt");
        if ("write".equals(System.getenv("METASH_SCREENS"))) {
            Files.writeString(file, screen);
        }
        assertEquals(Files.readString(file), screen);
    }

    private static String shown(String... words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ").append(word.contains(" ") ? "'" + word + "'" : word);
        }
        return line.toString();
    }

    @Test
    void picturesMatchTheScreens() throws IOException, InterruptedException {
        Path err = scratch.resolve("err");
        Path drawn = scratch.resolve("drawn");
        Process process = new ProcessBuilder("scripts/screens", drawn.toString())
                .redirectErrorStream(true)
                .redirectOutput(err.toFile())
                .start();
        assertEquals(0, process.waitFor(), Files.readString(err));
        assertEquals(
                Stores.tree(Path.of("src/docs/screens")).keySet(),
                Stores.tree(drawn).keySet());
        for (String name : Stores.tree(drawn).keySet()) {
            assertEquals(Files.readString(Path.of("src/docs/screens", name)), Files.readString(drawn.resolve(name)));
        }
    }
}
