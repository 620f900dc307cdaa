package io.metash.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.catalog.ValueKind.Encoding;
import io.metash.record.Bytes;
import io.metash.testing.StoredBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A filter rejects no value whose decoded text contains the word. */
class WordFilterTest {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_\\u0080-\\ud7ff\\ue000-\\uffff]+");
    private static final int LONGEST = 8;
    private static final ValueKind TABLE = new ValueKind(Encoding.PB, "TableMeta");

    private final Map<String, Optional<WordFilter>> filters = new HashMap<>();

    private Optional<WordFilter> filter(String word, boolean ignoreCase) {
        return filters.computeIfAbsent(word + ignoreCase, w -> WordFilter.of(word, ignoreCase));
    }

    private void everyWordPasses(ValueKind kind, Bytes bytes) {
        Set<String> words = new HashSet<>();
        for (SecretPolicy policy : SecretPolicy.values()) {
            Matcher found = WORD.matcher(CompactJson.of(StoredValue.of(kind, bytes), policy));
            while (found.find()) {
                words.add(found.group());
            }
        }
        for (String word : words) {
            for (int from = 0; from < word.length(); from++) {
                for (int to = from + 1; to <= Math.min(word.length(), from + LONGEST); to++) {
                    String part = word.substring(from, to);
                    assertTrue(
                            filter(part, false).map(f -> f.passes(kind, bytes)).orElse(true), part);
                    boolean ascii = part.chars().allMatch(c -> c < 0x80);
                    if (ascii) {
                        assertTrue(
                                filter(part, true)
                                        .map(f -> f.passes(kind, bytes))
                                        .orElse(true),
                                part);
                    }
                }
            }
        }
    }

    @Test
    void theFilterLosesNoValueOfTheSamples() {
        assumeTrue(GoldenSamples.present(), "no testdata");
        for (GoldenSamples.Sample sample : GoldenSamples.all()) {
            ValueKind kind = new ValueKind(Encoding.PB, sample.message());
            everyWordPasses(kind, Bytes.of(sample.bytes()));
            everyWordPasses(kind, Bytes.of(Arrays.copyOf(sample.bytes(), sample.bytes().length / 2)));
        }
    }

    @Test
    void theFilterLosesNoValueOfAnyType() {
        for (String type : MessageType.names()) {
            ValueKind kind = new ValueKind(Encoding.PB, type);
            for (int wire = 0; wire < 6; wire++) {
                everyWordPasses(
                        kind, Bytes.of(everyField(MessageType.named(type).orElseThrow(), wire, 0)));
            }
        }
    }

    /** A message with each field of its type once, each of one wire type or nested as declared. */
    private static byte[] everyField(MessageType type, int wire, int depth) {
        List<StoredField> fields = new ArrayList<>();
        for (FieldType field : type.fields()) {
            byte[] data = "a\tnb'c\u0001n\"x 21:00".getBytes(StandardCharsets.UTF_8);
            if (field.wire() == FieldType.Wire.MESSAGE && depth < 1) {
                data = everyField(field.message(), wire, depth + 1);
            }
            if (wire == 1 || field.wire() == FieldType.Wire.TEXT || field.wire() == FieldType.Wire.MESSAGE) {
                fields.add(new StoredField.Data(field.number(), null, data));
            } else {
                fields.add(new StoredField.Num(
                        field.number(), null, List.of(0, 5, 1).get(wire % 3), wire + 1L));
            }
        }
        return new StoredMessage(type, fields).bytes();
    }

    @Test
    void aWordThatDecodingAddsHasNoFilter() {
        for (String word : List.of("columns", "olumn", "String", "CreateUser", "redacted", "20T1", "beef", "e\ufffd")) {
            assertEquals(Optional.empty(), WordFilter.of(word, false), word);
        }
        assertEquals(Optional.empty(), WordFilter.of("STRING", true));
        assertEquals(Optional.empty(), WordFilter.of("createuser", true));
    }

    @Test
    void otherWordsAreSearchedInTheBytes() {
        Bytes table = StoredBytes.of("TableMeta", "engine: \"FUSE\" comment: \"Ein Größenwunder\"");
        for (String word : List.of("wunder", "Größenw", "ößenw")) {
            assertTrue(WordFilter.of(word, false).orElseThrow().passes(TABLE, table), word);
        }
        for (String word : List.of("Wunder", "Grosse", "wunders")) {
            assertFalse(WordFilter.of(word, false).orElseThrow().passes(TABLE, table), word);
        }
        assertTrue(WordFilter.of("WUNder", true).orElseThrow().passes(TABLE, table));
        assertFalse(WordFilter.of("WUNders", true).orElseThrow().passes(TABLE, table));
    }

    @Test
    void theEndOfAnEscapeIsNotPartOfTheWord() {
        Bytes table = StoredBytes.of("TableMeta", "comment: \"one\\nwunder \\001wunder\"");
        for (String word : List.of("nwunder", "u0001wunder", "01wunder", "1wunder")) {
            assertTrue(WordFilter.of(word, false).orElseThrow().passes(TABLE, table), word);
        }
    }

    @Test
    void aCompressedMessageIsNotRejected() {
        WordFilter filter = WordFilter.of("wunder", false).orElseThrow();
        assertTrue(filter.passes(TABLE, Bytes.of(new byte[] {0x0f, 1, 0, 0, 7})));
        assertTrue(filter.passes(new ValueKind(Encoding.JSON, "x"), Bytes.utf8("{}")));
        assertFalse(filter.passes(TABLE, Bytes.of(new byte[0])));
    }
}
