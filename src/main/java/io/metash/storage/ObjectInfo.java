package io.metash.storage;

/**
 * The metadata of an object or file.
 *
 * @param name the name in the store
 * @param bytes the size
 * @param modifiedMs the last modification in milliseconds since the epoch by the store's clock; 0 when unknown
 * @param version an entity tag that changes when the object is replaced; empty when the store has none
 */
public record ObjectInfo(String name, long bytes, long modifiedMs, String version) {}
