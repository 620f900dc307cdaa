package io.metash.catalog;

import io.metash.catalog.ValueKind.Encoding;
import io.metash.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rejects stored messages whose decoded text cannot contain a word, without decoding them. A word that decoding never
 * adds is in the decoded text only if its UTF-8 bytes are in the message.
 */
public final class WordFilter {
    /** Words that decoding writes, other than the names of fields, types, enum values and privileges. */
    private static final String OWN_WORDS =
            """
            _type _ver _min_reader_ver _kind_ver _kind_min_reader_ver kind _unknown_fields _kind_unknown_fields
            number value text hex _hex columns name type default comment column_id schema computed auto_increment _more
            true false null u000 u001 redacted byte bytes bit _undecoded _reason NaN Infinity
            no message damaged at byte nested more than deep wire type
            the compression header is cut of a newer program MiB when decompressed compressed are
            Boolean Null EmptyArray EmptyMap Binary String Timestamp Timestamp_Tz Date Interval Variant Bitmap Geometry
            Geography StageLocation Jsonb Opaque Nullable Array Map Tuple Decimal Vector
            Int8 Int16 Int32 Int64 UInt8 UInt16 UInt32 UInt64 Float32 Float64
            """;

    /** Numbers, hex and ISO times. */
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fTZE]*|[0-9a-ftz]*");
    /** The end of a JSON escape, or of an escape in the name of a user, which the text after it continues. */
    private static final Pattern ESCAPE_END =
            Pattern.compile("(?=(?<json>(?:(?:(?:u?0)?0)?[01])?[0-9a-f]|[btnfr])?)" + "(?=(?<user>2?7|4?0)?)");

    private final byte[] word;
    private final byte[] otherCase;

    private WordFilter(String word, boolean ignoreCase) {
        this.word = word.getBytes(StandardCharsets.UTF_8);
        String other = word;
        if (ignoreCase) {
            other = word.toUpperCase(Locale.ROOT);
        }
        this.otherCase = other.getBytes(StandardCharsets.UTF_8);
    }

    /** Words that decoding adds, one a line. Loaded with the first search. */
    private static final class Added {
        private static final String WORDS = words();
        private static final String LOWER_CASE_WORDS = WORDS.toLowerCase(Locale.ROOT);

        private Added() {}

        private static String words() {
            Stream<String> names = MessageType.names().stream()
                    .map(StoredTypes::of)
                    .flatMap(type -> Stream.concat(
                            Stream.of(type.name()),
                            type.fields().stream()
                                    .flatMap(field -> Stream.concat(
                                            Stream.of(field.name()), field.enumNames().values().stream()))));
            Set<String> words = Stream.of(names, Stream.of(OWN_WORDS), Privileges.names(-1L).stream())
                    .flatMap(texts -> texts)
                    .flatMap(text -> Stream.of(text.split("[^A-Za-z0-9_]+")))
                    .collect(Collectors.toCollection(TreeSet::new));
            return String.join("\n", words);
        }
    }

    /**
     * Returns a filter for values that contain a word.
     *
     * @param word letters, digits and underscores; with {@code ignoreCase}, ASCII
     * @return empty when decoding may add the word
     */
    public static Optional<WordFilter> of(String word, boolean ignoreCase) {
        String wanted = word;
        String added = Added.WORDS;
        if (ignoreCase) {
            wanted = word.toLowerCase(Locale.ROOT);
            added = Added.LOWER_CASE_WORDS;
        }
        wanted = wanted.substring(escapeEnd(wanted));
        // Bytes that are not UTF-8 are decoded as the replacement character.
        boolean mayBeAdded =
                DIGITS.matcher(wanted).matches() || added.contains(wanted) || wanted.indexOf('\ufffd') >= 0;
        if (mayBeAdded) {
            return Optional.empty();
        }
        return Optional.of(new WordFilter(wanted, ignoreCase));
    }

    private static int escapeEnd(String word) {
        return ESCAPE_END
                .matcher(word)
                .results()
                .limit(1)
                .flatMap(found -> Stream.of(length(found, 1), length(found, 2)))
                .max(Integer::compare)
                .orElse(0);
    }

    private static int length(MatchResult found, int group) {
        return Objects.requireNonNullElse(found.group(group), "").length();
    }

    /** The number of bytes that a value must contain. */
    public int length() {
        return word.length;
    }

    /** Whether the decoded text of a value may contain the word. */
    public boolean passes(ValueKind kind, Bytes value) {
        byte[] bytes = value.array();
        boolean undecided =
                kind.encoding() != Encoding.PB || StoredValue.ONCE_JSON.contains(kind.of()) || Compressed.is(bytes);
        return undecided || isIn(bytes);
    }

    private boolean isIn(byte[] bytes) {
        byte first = word[0];
        byte otherFirst = otherCase[0];
        int last = bytes.length - word.length;
        for (int at = 0; at <= last; at++) {
            byte b = bytes[at];
            if ((b == first || b == otherFirst) && isAt(bytes, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] bytes, int at) {
        for (int i = 1; i < word.length; i++) {
            byte b = bytes[at + i];
            if (b != word[i] && b != otherCase[i]) {
                return false;
            }
        }
        return true;
    }
}
