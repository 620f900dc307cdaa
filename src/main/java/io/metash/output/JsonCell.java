package io.metash.output;

/** A cell that is a JSON value of its own in JSON, and text elsewhere. */
public interface JsonCell {
    /** The JSON value, on one line. */
    String json();
}
