package io.metash.catalog;

import io.metash.record.U64;

/** Receives a JSON document piece by piece. */
public interface JsonSink {
    /** Starts an object. */
    void beginObject();

    /** Ends the current object. */
    void endObject();

    /** Starts an array. */
    void beginArray();

    /** Ends the current array. */
    void endArray();

    /** Writes the name of the next member. */
    void name(String name);

    /** Writes a string. */
    void text(String text);

    /** Writes a decimal number verbatim. */
    void number(String digits);

    /** Writes a number, u64. */
    default void unsigned(long number) {
        number(U64.text(number));
    }

    /** Writes a boolean. */
    void bool(boolean value);

    /** Writes null. */
    void nothing();

    /** Writes the mask of a secret. */
    void hidden(String mark);

    /** Writes a member that is a string. */
    default void text(String name, String text) {
        name(name);
        text(text);
    }

    /** Annotates the last number as an id with this key; output for people adds the object's name. */
    default void refersTo(CatalogKey key) {}
}
