package io.metash.catalog;

/** Pseudonyms for text that a shared copy of a store must not show; equal texts have equal pseudonyms. */
public interface Substitutes {
    /** Pseudonym for a name: only letters, digits and {@code _}, so that keys need no escape. */
    String name(String name);

    /** Pseudonym for a host name, an IP address or a pattern of either; addresses of the local machine stay. */
    String host(String host);

    /** Pseudonym for free text: comments, code, descriptions. */
    String text(String text);
}
