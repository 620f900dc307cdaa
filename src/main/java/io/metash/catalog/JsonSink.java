package io.metash.catalog;

import io.metash.record.U64;

/** Takes a JSON document piece by piece: what a decoded value is written to. */
public interface JsonSink {
    /** Begins an object. */
    void beginObject();

    /** Ends the object begun last. */
    void endObject();

    /** Begins an array. */
    void beginArray();

    /** Ends the array begun last. */
    void endArray();

    /** The name of the next value of an object. */
    void name(String name);

    /** A text. */
    void text(String text);

    /** A number in decimal, exactly as it is written. */
    void number(String digits);

    /** A number, u64. */
    default void unsigned(long number) {
        number(U64.text(number));
    }

    /** True or false. */
    void bool(boolean value);

    /** Null. */
    void nothing();

    /** What is written in place of a secret. */
    void hidden(String mark);

    /** The last number is an id with this key; documents for people add the name of its object. */
    default void refersTo(CatalogKey key) {}
}
