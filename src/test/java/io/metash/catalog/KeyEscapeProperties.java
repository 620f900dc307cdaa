package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Keys with any names round-trip (keyspace §1). */
class KeyEscapeProperties {
    @Property(tries = 500)
    void escapedTextRoundTrips(@ForAll("texts") String text) {
        String escaped = KeyEscape.escape(text);
        assertTrue(escaped.matches("[0-9a-zA-Z_%]*"), escaped);
        assertEquals(Optional.of(text), KeyEscape.unescape(escaped));
        assertEquals(Optional.of(text), KeyEscape.unescape(escaped.replaceAll("%2d", "%2D")));
    }

    @Property(tries = 500)
    void usersRoundTrip(@ForAll("texts") String name, @ForAll("texts") String host) {
        // Names that contain an escape are ambiguous (keyspace §1.2).
        UserName user = new UserName(
                name.replace("%27", "").replace("%40", ""),
                host.replace("%27", "").replace("%40", ""));
        assertEquals(Optional.of(user), UserName.parse(user.toString()));
    }

    /** Every form, with any characters in its names. */
    @Property(tries = 200)
    void keysOfEveryFormRoundTrip(@ForAll("texts") String text, @ForAll long number) {
        for (KeyForm form : KeyForms.all()) {
            List<String> texts = new ArrayList<>();
            for (KeySegment segment : form.segments()) {
                if (!segment.isFixed()) {
                    texts.add(sample(segment, text, number));
                }
            }
            CatalogKey key = CatalogKey.of(form.pattern(), texts.toArray(String[]::new));
            CatalogKey read = CatalogKey.parse(key.bytes());
            assertEquals(Optional.of(form), read.form(), key.toString());
            assertEquals(texts, read.parts().stream().map(KeyPart::text).toList());
            assertEquals(key.bytes(), read.canonical());
        }
    }

    private static String sample(KeySegment segment, String text, long number) {
        return switch (segment.shape()) {
            case NUMBER, GROUPED_NUMBER, PADDED_NUMBER -> U64.text(number);
            case USER -> new UserName(text, "%").toString();
            case RAW -> "raw" + text.replace("/", "").replaceAll("[()]", "");
            default -> segment.name().equals(KeyPart.TENANT) && text.isEmpty() ? "t" : text;
        };
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> ascii =
                Arbitraries.strings().ofMinLength(0).ofMaxLength(12).withChars("ab_9%/-.@' é\u0000{}");
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(8).filter(s -> s.codePoints()
                .noneMatch(c -> c >= 0xd800 && c <= 0xdfff));
        return Arbitraries.oneOf(ascii, any);
    }

    @Example
    void whatIsNoEscapeIsNotRead() {
        for (String bad : List.of("%", "%2", "%zz", "a%g1", "%ff", "%c3")) {
            assertEquals(Optional.empty(), KeyEscape.unescape(bad), bad);
        }
        assertEquals(Optional.of("a-b c"), KeyEscape.unescape("a-b%20c"));
        assertEquals(Optional.of(new UserName("u", "%")), UserName.parse("'u'@'%'"));
        assertEquals(
                "__fd_users/t/%27user%2527%27%40%27%25%27",
                CatalogKey.of("__fd_users/{t}/{user:user}", "t", new UserName("user'", "%").toString())
                        .toString());
        assertEquals(
                Optional.empty(),
                CatalogKey.parse(Bytes.of(new byte[] {(byte) 0xff})).form());
    }
}
