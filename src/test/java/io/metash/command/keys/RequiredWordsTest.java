package io.metash.command.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metash.catalog.KeyForms;
import io.metash.catalog.SecretPolicy;
import io.metash.record.Bytes;
import io.metash.testing.StoredBytes;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The required words of patterns, and searches that reject values by them. */
class RequiredWordsTest {
    private static List<String> words(String pattern) {
        return RequiredWords.of(pattern, false, false);
    }

    @Example
    void wordsThatEachMatchContains() {
        assertEquals(List.of("no", "such", "text"), words("no-such-text"));
        assertEquals(List.of("tabl", "x"), words("^table?s*.+x$"));
        assertEquals(List.of("a", "d"), words("a(b|c)+[^de]\\d{2}d+"));
        assertEquals(List.of("a", "b"), words("a\\.b"));
        assertEquals(List.of("a", "c"), words("ab{0,2}c"));
        assertEquals(List.of("Größe"), words("Größe"));
        assertEquals(List.of("a"), RequiredWords.of("a|", true, false));
        assertEquals(List.of("hop"), RequiredWords.of("shop", false, true));
    }

    @Example
    void noneWhenInDoubt() {
        for (String pattern : List.of(
                "a|b", "(?i)abc", "a(?:b)c", "\\Qabc\\E", "\\x41bc", "\\p{Alpha}bc", "[a[b]]c", "[a&&b]c", "(a)\\1b")) {
            assertEquals(List.of(), words(pattern), pattern);
        }
    }

    @Example
    void aLetterOfAWordMatchesNothingOutsideAsciiWhenCaseIsIgnored() {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            boolean used =
                    !RequiredWords.of(String.valueOf(letter), false, true).isEmpty();
            Pattern pattern = Pattern.compile(String.valueOf(letter), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            for (int c = 0x80; used && c <= Character.MAX_CODE_POINT; c++) {
                assertFalse(pattern.matcher(Character.toString(c)).matches(), letter + " " + c);
            }
        }
    }

    /** Patterns from parts of the decoded text, with random changes. */
    private static String pattern(Random random, String text) {
        StringBuilder pattern = new StringBuilder();
        int pieces = 1 + random.nextInt(3);
        int at = random.nextInt(text.length());
        for (int i = 0; i < pieces && at < text.length(); i++) {
            int to = Math.min(text.length(), at + 1 + random.nextInt(8));
            String piece = text.substring(at, to);
            if (random.nextInt(4) > 0) {
                piece = piece.replaceAll("[^\\w]", ".");
            }
            pattern.append(piece);
            pattern.append(List.of("", ".*", "?", "+", "*", "{1,2}", "[^x]", "(a|b)?", "(\\)|x)*", "\\w*", "\\b")
                    .get(random.nextInt(11)));
            at = to + random.nextInt(3);
        }
        return pattern.toString();
    }

    private static Bytes table(Random random) {
        String comment = List.of("it's Größe\\n\\tnew", "a=1;password=x", "\\001beta \\\"q\\\"", "plain_7", "ſKıİ 2024")
                .get(random.nextInt(5));
        return StoredBytes.of(
                "TableMeta",
                "engine: \"FUSE\" created_on: \"2026-01-01 00:00:00.123456 UTC\" comment: \"" + comment
                        + "\" schema { fields { name: \"col_" + random.nextInt(300)
                        + "\" data_type { string_t { } } } } options { key: \"path\" value: \"s3://u:p@host/x?q=1\" }");
    }

    @Property(tries = 5000)
    void theFilterDoesNotChangeTheResult(@ForAll long seed) {
        Random random = new Random(seed);
        Bytes key = Bytes.utf8("__fd_table_by_id/7");
        Bytes data = table(random);
        String text = new SearchText(SecretPolicy.SHOW).text(KeyForms.value(key), data);
        int flags = List.of(0, Pattern.LITERAL, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .get(random.nextInt(3));
        Pattern wanted;
        try {
            wanted = Pattern.compile(pattern(random, text), flags);
        } catch (PatternSyntaxException e) {
            return;
        }
        Bytes other = table(random);
        for (SecretPolicy policy : SecretPolicy.values()) {
            KeySearch with = new KeySearch(wanted, policy, false, KeySearch.filter(wanted));
            KeySearch without = new KeySearch(wanted, policy, false, Optional.empty());
            assertEquals(without.search(key, data), with.search(key, data), wanted.pattern());
            assertEquals(without.search(key, other), with.search(key, other), wanted.pattern());
        }
    }
}
