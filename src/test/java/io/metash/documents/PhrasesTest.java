package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Documents, help and main sources contain no phrase of the left column of {@code src/docs/style.md}. */
class PhrasesTest {
    private static final Path STYLE = Repository.DOCS.resolve("style.md");
    private static final Pattern PHRASES =
            Pattern.compile("\\b(" + String.join("|", phrases()) + ")(?!\\w)", Pattern.CASE_INSENSITIVE);

    @Test
    void documentsAvoidListedPhrases() {
        List<String> found = new ArrayList<>();
        for (Path page : Repository.documents()) {
            if (!page.equals(STYLE)) {
                find(new Markdown(Repository.text(page)).prose(), Repository.name(page), found);
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void helpTopicsAvoidListedPhrases() {
        List<String> found = new ArrayList<>();
        for (Path topic : Repository.below(Repository.ROOT.resolve("src/main/resources"), ".txt")) {
            find(Repository.text(topic), Repository.name(topic), found);
        }
        assertEquals(List.of(), found);
    }

    /** Comments without tags and code, and string literals of several words: a single word may be part of a format. */
    @Test
    void sourcesAvoidListedPhrases() {
        List<String> found = new ArrayList<>();
        for (Path source : Repository.below(Repository.ROOT.resolve("src/main/java"), ".java")) {
            for (String text : new JavaText(Repository.text(source)).prose()) {
                find(text, Repository.name(source), found);
            }
        }
        assertEquals(List.of(), found);
    }

    private static void find(String text, String name, List<String> found) {
        PHRASES.matcher(text).results().forEach(m -> found.add(name + ": " + around(text, m.start(), m.end())));
    }

    @Test
    void theListIsRead() {
        List<String> phrases = phrases();
        assertTrue(phrases.size() > 25, phrases.toString());
        assertTrue(phrases.contains("\\Qbeside\\E"), phrases.toString());
    }

    private static List<String> phrases() {
        String words = Markdown.section(Repository.text(STYLE), "Words");
        return Markdown.rows(words).stream()
                .map(row -> Pattern.quote(row.get(0)))
                .toList();
    }

    private static String around(String text, int start, int end) {
        return text.substring(Math.max(0, start - 30), Math.min(text.length(), end + 30))
                .replace('\n', ' ');
    }
}
