package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests named in documents exist, as classes ({@code FooTest}) or as methods ({@code FooTest#bar}). */
class NamedTestsTest {
    private static final List<String> PAGES =
            List.of("testing.md", "measurements.md", "decision-tests.md", "faults.md", "checklist.md", "style.md");
    private static final Pattern NAMED =
            Pattern.compile("`(?:[a-z.]+\\.)?([A-Z]\\w*(?:Test|Properties))(?:[#.](\\w+))?(?:\\(\\))?`");

    private final Map<String, Path> classes = new HashMap<>();

    NamedTestsTest() {
        for (Path file : Repository.below(Repository.ROOT.resolve("src/test/java"), ".java")) {
            classes.put(file.getFileName().toString().replace(".java", ""), file);
        }
    }

    @Test
    void everyNamedTestExists() {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (String page : PAGES) {
            for (MatchResult named : NAMED.matcher(page(page)).results().toList()) {
                found++;
                if (!exists(named.group(1), named.group(2))) {
                    missing.add(page + ": " + named.group());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(found > 100, "only " + found + " named tests found");
    }

    @Test
    void decisionTestsAreInTheOrderOfTheDecisions() {
        List<Integer> numbers = Markdown.rows(page("decision-tests.md")).stream()
                .map(row -> Integer.valueOf(row.get(0).split(" ")[0]))
                .toList();
        assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
        assertEquals(IntStream.rangeClosed(1, 19).boxed().toList(), numbers.subList(0, 19));
    }

    @Test
    void aMissingTestIsReported() {
        assertTrue(exists("NamedTestsTest", null));
        assertTrue(exists("NamedTestsTest", "everyNamedTestExists"));
        assertEquals(false, exists("NamedTestsTest", "noSuchMethod"));
        assertEquals(false, exists("NoSuchTest", null));
    }

    private static String page(String name) {
        return Files.exists(Repository.DOCS.resolve(name))
                ? Repository.text(Repository.DOCS.resolve(name))
                : missing(name);
    }

    private static String missing(String name) {
        throw new AssertionError("no page " + name);
    }

    private boolean exists(String type, String method) {
        Path file = classes.get(type);
        if (file == null) {
            return false;
        }
        return method == null
                || Pattern.compile("\\bvoid " + method + "\\(")
                        .matcher(Repository.text(file))
                        .find();
    }
}
