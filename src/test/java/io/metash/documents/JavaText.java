package io.metash.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts in a Java source: comments and string literals. */
final class JavaText {
    private static final Pattern TOKEN = Pattern.compile(
            "/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("@param \\S+|\\{@\\w+ [^}]*}");

    private final String source;

    JavaText(String source) {
        this.source = source;
    }

    /** Comments without tags and code, and string literals of two or more words. */
    List<String> prose() {
        List<String> texts = new ArrayList<>();
        Matcher tokens = TOKEN.matcher(source);
        while (tokens.find()) {
            String token = tokens.group();
            if (token.startsWith("/")) {
                texts.add(CODE.matcher(token).replaceAll("").replaceAll("\\s+(\\* ?)?", " "));
            } else if (token.startsWith("\"") && token.matches("(?s).*\\w\\W* \\W*\\w.*")) {
                texts.add(token);
            }
        }
        return texts;
    }
}
