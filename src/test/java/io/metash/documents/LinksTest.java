package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links between documents resolve to files and headings; pages are at most 100 columns wide. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final int WIDTH = 100;

    @Test
    void everyLinkResolves() {
        List<String> broken = new ArrayList<>();
        int found = 0;
        for (Path page : Repository.documents()) {
            for (MatchResult link :
                    LINK.matcher(Repository.text(page)).results().toList()) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*")) {
                    found++;
                    if (!resolves(page, target)) {
                        broken.add(Repository.name(page) + ": " + target);
                    }
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(found > 20, "only " + found + " links found");
    }

    @Test
    void linesAreAtMostAHundredColumnsWide() {
        List<String> wide = new ArrayList<>();
        for (Path page : Repository.documents()) {
            new Markdown(Repository.text(page))
                    .linesLongerThan(WIDTH)
                    .forEach(line -> wide.add(Repository.name(page) + ":" + line));
        }
        assertEquals(List.of(), wide);
    }

    @Test
    void aBrokenLinkIsReported() {
        Path page = Repository.DOCS.resolve("guide.md");
        assertTrue(resolves(page, "guide/shell.md#settings"));
        assertEquals(false, resolves(page, "guide/shell.md#no-such-heading"));
        assertEquals(false, resolves(page, "no-such-page.md"));
    }

    private static boolean resolves(Path page, String target) {
        int hash = target.indexOf('#');
        String name = hash < 0 ? target : target.substring(0, hash);
        Path file = name.isEmpty() ? page : page.resolveSibling(name);
        if (!Files.exists(file)) {
            return false;
        }
        return hash < 0 || anchors(file).contains(target.substring(hash + 1));
    }

    /** The anchors of headings, as GitHub generates them. */
    private static List<String> anchors(Path file) {
        return Repository.text(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
