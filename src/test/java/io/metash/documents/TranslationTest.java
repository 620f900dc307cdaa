package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A translated page has the code, the commands, the tables and the headings of its original. */
class TranslationTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`|(?m)^ {4}(.+)$");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#+) ");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ");

    @Test
    void theRebuildPageMatchesItsTranslation() {
        same(Repository.DOCS.resolve("guide/rebuild.md"), Repository.DOCS.resolve("guide/rebuild.zh.md"));
    }

    @Test
    void theReadmeMatchesItsTranslation() {
        same(Repository.ROOT.resolve("README.md"), Repository.DOCS.resolve("README.zh.md"));
    }

    private static void same(Path original, Path translated) {
        assertEquals(counts(original), counts(translated));
    }

    /** How often each piece of code, each level of heading and a table row occurs on a page. */
    private static TreeMap<String, Integer> counts(Path page) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        String text = Repository.text(page);
        Matcher code = CODE.matcher(text);
        while (code.find()) {
            String found = code.group(1) == null ? code.group(2).replaceFirst(" +# .*", "") : code.group(1);
            counts.merge(found.replace('\n', ' '), 1, Integer::sum);
        }
        HEADING.matcher(text).results().forEach(heading -> counts.merge(heading.group(1), 1, Integer::sum));
        ROW.matcher(text).results().forEach(row -> counts.merge("table row", 1, Integer::sum));
        return counts;
    }
}
