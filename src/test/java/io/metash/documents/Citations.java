package io.metash.documents;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds citations: {@code NAME §N.N}, where NAME is a page of {@code src/docs/formats}, and {@code decisions N}.
 * Several sections of a page follow one name.
 */
final class Citations {
    private static final String NUMBER = "\\d+(?:\\.\\d+)*";
    private static final String SECTIONS = "§" + NUMBER + "(?:(?:,? and |, | to |; )§?" + NUMBER + ")*";
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (" + NUMBER + ")\\.? ");
    private static final Pattern COMMENT_BREAK = Pattern.compile("\\n[ \\t]*(?:\\*(?!/)|//|#)?[ \\t]*");
    private static final Pattern DECISION = Pattern.compile("\\bdecisions (\\d+)\\b");
    private static final Pattern OLD = Pattern.compile("\\b(?:RULINGS?|DESIGN)\\b(?!\\.md)|\\bmust-know\\b");
    private static final Pattern LOOSE_SECTION = Pattern.compile("(?<!RFC \\d{4} )§" + NUMBER);

    private final Map<String, Set<String>> sections = new HashMap<>();
    private final Pattern citation;
    private final Pattern unmarked;

    /** The sections of all pages that can be cited. */
    Citations() {
        for (Path page : Repository.below(Repository.DOCS.resolve("formats"), ".md")) {
            String file = page.getFileName().toString();
            if (!file.equals("README.md")) {
                sections.put(file.substring(0, file.length() - ".md".length()), headings(page));
            }
        }
        String pages = String.join("|", sections.keySet()).replace(".", "\\.");
        citation = Pattern.compile("(?<![\\w./-])(" + pages + ") (" + SECTIONS + ")");
        String names = pages.replace("values|", "").replace("|values", "");
        unmarked = Pattern.compile("(?<![\\w./-])(?:" + names + "),? " + NUMBER + "\\b|\\(values " + NUMBER + "|\\b(?:"
                + pages + ")\\.md (?:section )?\\d");
        sections.put("decisions", headings(Repository.DOCS.resolve("decisions.md")));
    }

    private static Set<String> headings(Path page) {
        Set<String> found = new HashSet<>();
        HEADING.matcher(Repository.text(page)).results().map(m -> m.group(1)).forEach(found::add);
        return found;
    }

    /** All citations of a text, each as page and section separated by a blank. */
    List<String> in(String text) {
        String line = COMMENT_BREAK.matcher(text).replaceAll(" ");
        List<String> found = new ArrayList<>();
        for (MatchResult m : citation.matcher(line).results().toList()) {
            Matcher number = Pattern.compile(NUMBER).matcher(m.group(2));
            while (number.find()) {
                found.add(m.group(1) + " " + number.group());
            }
        }
        DECISION.matcher(line).results().forEach(m -> found.add("decisions " + m.group(1)));
        return found;
    }

    /** Errors in the citations of a text: sections that do not exist, and unknown forms. */
    List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        for (String cited : in(text)) {
            String page = cited.substring(0, cited.indexOf(' '));
            if (!sections.get(page).contains(cited.substring(page.length() + 1))) {
                faults.add("no such section: " + cited);
            }
        }
        String line = COMMENT_BREAK.matcher(text).replaceAll(" ");
        OLD.matcher(line).results().forEach(m -> faults.add("not a document: " + m.group()));
        unmarked.matcher(line).results().forEach(m -> faults.add("without §: " + m.group()));
        return faults;
    }

    /** Sections in a source without the name of their page, such as {@code (§2.4)} alone. */
    List<String> withoutPage(String text) {
        String rest = COMMENT_BREAK.matcher(text).replaceAll(" ");
        rest = citation.matcher(rest).replaceAll("");
        List<String> faults = new ArrayList<>();
        LOOSE_SECTION.matcher(rest).results().forEach(m -> faults.add("without a page: " + m.group()));
        return faults;
    }
}
