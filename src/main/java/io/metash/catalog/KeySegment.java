package io.metash.catalog;

import io.metash.catalog.KeyPart.Shape;
import java.util.Locale;
import java.util.Optional;

/**
 * A segment of a key's form: fixed text, or one part with fixed text around it.
 *
 * @param before fixed text before the part; the whole segment when there is no part
 * @param name the name of the part, empty for none
 * @param shape the encoding of the part
 * @param after fixed text after the part
 */
record KeySegment(String before, String name, Shape shape, String after) {
    private static final int GROUPED_DIGITS = 21;
    private static final int PADDED_DIGITS = 20;
    private static final int MAX_DIGITS = 20;

    /** Parses a segment of a form in {@code keys.txt}. */
    static KeySegment of(String text) {
        int open = text.indexOf('{');
        if (open < 0) {
            return new KeySegment(text, "", Shape.RAW, "");
        }
        int close = text.indexOf('}');
        String inside = text.substring(open + 1, close);
        int colon = inside.indexOf(':');
        String letters = inside;
        if (colon >= 0) {
            letters = inside.substring(0, colon);
        }
        String name = KeyPart.TENANT;
        if (colon >= 0) {
            name = inside.substring(colon + 1);
        }
        return new KeySegment(text.substring(0, open), name, shape(letters), text.substring(close + 1));
    }

    private static Shape shape(String letters) {
        return switch (letters) {
            case "t", "s" -> Shape.ESCAPED;
            case "u" -> Shape.NUMBER;
            case "user" -> Shape.USER;
            case "T", "r" -> Shape.RAW;
            case "rest" -> Shape.REST;
            case "p21" -> Shape.GROUPED_NUMBER;
            case "p20" -> Shape.PADDED_NUMBER;
            default -> throw new IllegalArgumentException("keys.txt: unknown part {" + letters + "}");
        };
    }

    boolean isFixed() {
        return name.isEmpty();
    }

    boolean isRest() {
        return !isFixed() && shape == Shape.REST;
    }

    /** Whether a key's segment has the fixed text of this segment. */
    boolean matches(String segment) {
        if (isFixed()) {
            return segment.equals(before);
        }
        return segment.length() >= before.length() + after.length()
                && segment.startsWith(before)
                && segment.endsWith(after);
    }

    /** Parses the part of a key's segment that {@link #matches}; empty when its encoding differs. */
    Optional<KeyPart> read(String segment) {
        String text = segment.substring(before.length(), segment.length() - after.length());
        return plain(text).map(read -> new KeyPart(name, shape, read));
    }

    private Optional<String> plain(String text) {
        return switch (shape) {
            case ESCAPED -> KeyEscape.unescape(text).filter(read -> !name.equals(KeyPart.TENANT) || !read.isEmpty());
            case USER ->
                KeyEscape.unescape(text).filter(read -> UserName.parse(read).isPresent());
            case NUMBER -> number(text);
            case RAW, REST -> Optional.of(text);
            case GROUPED_NUMBER -> padded(text.replace("_", ""), GROUPED_DIGITS);
            case PADDED_NUMBER -> padded(text, PADDED_DIGITS);
        };
    }

    private static Optional<String> padded(String text, int digits) {
        if (text.length() != digits) {
            return Optional.empty();
        }
        int from = 0;
        while (from < digits - 1 && text.charAt(from) == '0') {
            from++;
        }
        return number(text.substring(from));
    }

    private static Optional<String> number(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        if (!digits || (text.length() == MAX_DIGITS && text.compareTo("18446744073709551615") > 0)) {
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** Builds a segment of a key. */
    String write(String text) {
        return before + written(text) + after;
    }

    private String written(String text) {
        return switch (shape) {
            case ESCAPED, USER -> KeyEscape.escape(text);
            case NUMBER, RAW, REST -> text;
            case GROUPED_NUMBER -> grouped(text);
            case PADDED_NUMBER -> padded(PADDED_DIGITS, text);
        };
    }

    private static String padded(int digits, String text) {
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    private static String grouped(String text) {
        return padded(GROUPED_DIGITS, text).replaceAll("(\\d{3})(?=\\d)", "$1_").toLowerCase(Locale.ROOT);
    }
}
