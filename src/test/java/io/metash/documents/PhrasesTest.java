package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents are free of the phrases in the left column of {@code src/docs/style.md}. */
class PhrasesTest {
    private static final Path STYLE = Repository.DOCS.resolve("style.md");

    @Test
    void noDocumentHasAPhraseToAvoid() {
        Pattern phrases = Pattern.compile("\\b(" + String.join("|", phrases()) + ")(?!\\w)", Pattern.CASE_INSENSITIVE);
        List<String> found = new ArrayList<>();
        for (Path page : Repository.documents()) {
            if (!page.equals(STYLE)) {
                String text = new Markdown(Repository.text(page)).prose();
                phrases.matcher(text)
                        .results()
                        .forEach(m -> found.add(Repository.name(page) + ": " + around(text, m.start(), m.end())));
            }
        }
        assertEquals(List.of(), found);
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
