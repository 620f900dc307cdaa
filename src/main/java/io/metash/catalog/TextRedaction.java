package io.metash.catalog;

import io.metash.catalog.RedactionRules.Form;
import io.metash.catalog.RedactionRules.Word;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rewrites texts with pseudonyms according to their kind. */
final class TextRedaction {
    /** Replacement text for a secret. */
    static final String REDACTED = "redacted";

    private static final Pattern URL =
            Pattern.compile("(\\w[\\w+.-]*://)(?:[^/@?#]*@)?([^/?#]*)([^?#]*).*", Pattern.DOTALL);
    private static final Pattern HOST_PORT =
            Pattern.compile("(\\[[^\\]]*\\]|[^:/]*)(:\\d{1,5})?(/.*)?", Pattern.DOTALL);
    private static final Pattern TASK = Pattern.compile("(\\d{1,3}-\\d{1,3}-)(.*)", Pattern.DOTALL);
    private static final Pattern TYPE_WORD = Pattern.compile("[^\\s(),<>]+");
    private static final Pattern SHORT_NUMBER = Pattern.compile("\\d{1,10}");

    private final Substitutes substitutes;

    TextRedaction(Substitutes substitutes) {
        this.substitutes = substitutes;
    }

    String apply(Form form, String text) {
        if (text.isEmpty()) {
            return text;
        }
        return switch (form) {
            case KEEP -> text;
            case NAME -> name(text);
            case HOST -> substitutes.host(text);
            case ADDRESS -> address(text);
            case PATH -> path(text);
            case USER -> user(text);
            case TEXT -> substitutes.text(text);
            case EXPRESSION -> expression(text);
            case QUERY -> "SELECT " + literal(text);
            case TYPES -> types(text);
            case TASK -> task(text);
        };
    }

    String name(String text) {
        if (RedactionRules.has(Word.NAME, text)) {
            return text;
        }
        return substitutes.name(text);
    }

    private String literal(String text) {
        return "'" + substitutes.text(text) + "'";
    }

    private String expression(String text) {
        if (text.startsWith("(")) {
            return "(" + literal(text) + ")";
        }
        return literal(text);
    }

    private String task(String text) {
        Matcher numbered = TASK.matcher(text);
        if (numbered.matches()) {
            return numbered.group(1) + name(numbered.group(2));
        }
        return name(text);
    }

    private String user(String text) {
        return UserName.parse(text)
                .map(user -> new UserName(name(user.name()), substitutes.host(user.host())).toString())
                .orElseGet(() -> name(text));
    }

    private String types(String text) {
        return TYPE_WORD.matcher(text).replaceAll(this::typeWord);
    }

    private String typeWord(MatchResult found) {
        String word = found.group();
        boolean known = RedactionRules.has(Word.TYPE, word.toLowerCase(Locale.ROOT))
                || SHORT_NUMBER.matcher(word).matches();
        return Matcher.quoteReplacement(known ? word : name(word));
    }

    /** Rewrites addresses joined by commas. */
    private String address(String text) {
        return Arrays.stream(text.split(",", -1)).map(this::oneAddress).collect(Collectors.joining(","));
    }

    private String oneAddress(String text) {
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            return url.group(1) + hostAndPort(url.group(2)) + path(url.group(3));
        }
        return hostAndPort(text);
    }

    private String hostAndPort(String text) {
        Matcher parts = HOST_PORT.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            if (text.isEmpty()) {
                return text;
            }
            return substitutes.host(text);
        }
        String port = "";
        if (parts.group(2) != null) {
            port = parts.group(2);
        }
        String path = "";
        if (parts.group(3) != null) {
            path = path(parts.group(3));
        }
        String host = "";
        if (!parts.group(1).isEmpty()) {
            host = substitutes.host(parts.group(1));
        }
        return host + port + path;
    }

    String path(String text) {
        int scheme = text.indexOf("://");
        if (scheme > 0) {
            return text.substring(0, scheme + 3) + segments(text.substring(scheme + 3));
        }
        return segments(text);
    }

    private String segments(String text) {
        return Arrays.stream(text.split("/", -1)).map(this::segment).collect(Collectors.joining("/"));
    }

    private String segment(String text) {
        if (text.isEmpty()
                || text.matches("\\.{1,2}")
                || SHORT_NUMBER.matcher(text).matches()) {
            return text;
        }
        if (text.startsWith("@")) {
            return "@" + segment(text.substring(1));
        }
        int dot = text.lastIndexOf('.');
        if (dot > 0 && RedactionRules.has(Word.ENDING, text.substring(dot + 1))) {
            return name(text.substring(0, dot)) + text.substring(dot);
        }
        return name(text);
    }
}
