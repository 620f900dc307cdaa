package io.metash.toml;

/** Invalid TOML. */
public final class TomlSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int at;

    /** Reports what is wrong at a position of the text. */
    public TomlSyntaxException(int at, String what) {
        super(what);
        this.at = at;
    }

    /** The position in the text. */
    public int at() {
        return at;
    }

    /** The error as a clause. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
