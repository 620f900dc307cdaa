package io.metash.output;

/** A cell that is a JSON value in JSON, and text in other formats. */
public interface JsonCell {
    /** The JSON value, on one line. */
    String json();
}
