package io.metash.output;

import io.metash.catalog.CompactJson;
import io.metash.ndjson.JsonOut;
import io.metash.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Escapes control and bidirectional characters in text from a store, so that it cannot move the cursor. */
public final class Printable {
    private Printable() {}

    /** Escapes unprintable characters as {@code \n}, {@code \t}, {@code \xHH} or {@code \}{@code u{HEX}}. */
    public static String text(String text) {
        if (text.codePoints().allMatch(c -> isPlain(c))) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> escape(c, out));
        return out.toString();
    }

    /** Escapes a command to type like {@link #text}, except for backslashes, which are part of the command. */
    public static String command(String text) {
        if (text.codePoints().allMatch(c -> c == '\\' || isPlain(c))) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\\') {
                out.append('\\');
            } else {
                escape(c, out);
            }
        });
        return out.toString();
    }

    /** Escapes a path, which may contain line ends. */
    public static String path(Path path) {
        return command(path.toString());
    }

    /** Escapes a key. */
    public static String text(Bytes key) {
        return text(key.text());
    }

    /** Whether bytes are UTF-8 and contain only printable characters, tabs and line ends. */
    public static boolean isText(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.codePoints().allMatch(c -> isPlain(c) || c == '\n' || c == '\t');
        } catch (CharacterCodingException binary) {
            return false;
        }
    }

    /** Quotes a text as JSON, with escapes that parse to the same text. */
    public static String json(String text) {
        return jsonOut(text.length()).string(text).toString();
    }

    /** Returns a JSON writer on one line that escapes unprintable characters. */
    public static CompactJson compactJson() {
        return new CompactJson(jsonOut(256));
    }

    private static JsonOut jsonOut(int capacity) {
        return new JsonOut(capacity, Printable::isPlain);
    }

    static boolean isPlain(int c) {
        return c >= 0x20 && c != '\\' && c != 0x7f && !isHidden(c);
    }

    /** C1 controls, bidirectional marks, line and paragraph separators, lone surrogates, the byte order mark. */
    private static boolean isHidden(int c) {
        return (c >= 0x80 && c < 0xa0)
                || c == 0x61c
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0xfeff
                || (c >= 0xd800 && c <= 0xdfff)
                || (c >= 0xfff9 && c <= 0xfffb)
                || (c >= 0xe0000 && c <= 0xe007f)
                || Character.getType(c) == Character.UNASSIGNED;
    }

    static void escape(int c, StringBuilder out) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isPlain(c)) {
                    out.appendCodePoint(c);
                } else if (c < 0x100) {
                    out.append("\\x").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
                } else {
                    out.append("\\u{").append(Integer.toHexString(c)).append('}');
                }
            }
        }
    }
}
