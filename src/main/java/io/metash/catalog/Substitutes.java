package io.metash.catalog;

/** Pseudonyms for text that a shared copy of a store must not show; equal texts have equal pseudonyms. */
public interface Substitutes {
    /** For a name: letters, digits and {@code _} only, so that keys need no escape. */
    String name(String name);

    /** For a host name, an IP address or a pattern of either; addresses of the local machine stay. */
    String host(String host);

    /** For free text: comments, code, descriptions. */
    String text(String text);
}
