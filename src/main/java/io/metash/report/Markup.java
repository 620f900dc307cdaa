package io.metash.report;

import io.metash.output.Printable;

/** Escapes text for HTML, SVG and Markdown, so that none of it is parsed as markup. */
final class Markup {
    private Markup() {}

    /** Escapes text for the content of an element or a quoted attribute. */
    static String html(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        String printable = Printable.text(text);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** Escapes text after a list mark or in a cell of a Markdown table. */
    static String markdown(String text) {
        String escaped = Printable.text(text).replace("&", "&amp;").replaceAll("([\\\\`*_\\[\\]<>|~])", "\\\\$1");
        if (escaped.matches("[-+#=].*")) {
            return "\\" + escaped;
        }
        return escaped;
    }
}
