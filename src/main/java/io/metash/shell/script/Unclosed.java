package io.metash.shell.script;

/** The construct that a text ends inside of. */
enum Unclosed {
    QUOTES("quotes"),
    LINE("a continued line"),
    ALTERNATIVE("a line that ends in ||"),
    HERE_DOCUMENT("the lines before ");

    private final String words;

    Unclosed(String words) {
        this.words = words;
    }

    /** Its name in messages; that of a here-document is followed by its end mark. */
    String words() {
        return words;
    }

    /** Advice for completing the text. */
    String advice() {
        if (this == QUOTES) {
            return "close the quotes";
        }
        return "add the missing part";
    }
}
