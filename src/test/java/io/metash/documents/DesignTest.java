package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of packages in {@code src/docs/design.md} lists exactly the packages of the code. */
class DesignTest {
    private static final Path SOURCES = Repository.ROOT.resolve("src/main/java/io/metash");
    private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

    @Test
    void everyPackageIsInTheTable() {
        Set<String> packages = new TreeSet<>();
        for (Path file : Repository.below(SOURCES, "package-info.java")) {
            packages.add(SOURCES.relativize(file.getParent()).toString().replace('/', '.'));
        }
        packages.remove("");
        assertEquals(packages, listed());
    }

    private static Set<String> listed() {
        Set<String> names = new TreeSet<>();
        String table = Markdown.section(Repository.text(Repository.DOCS.resolve("design.md")), "Packages");
        Markdown.rows(table).forEach(row -> {
            if (row.get(0).equals("`command.*`")) {
                NAME.matcher(row.get(1)).results().forEach(m -> names.add("command." + m.group(1)));
            } else {
                NAME.matcher(row.get(0)).results().forEach(m -> names.add(m.group(1)));
            }
        });
        return names;
    }
}
