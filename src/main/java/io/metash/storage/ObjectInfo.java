package io.metash.storage;

/**
 * What a store says of an object or file without reading it.
 *
 * @param name its name in the store
 * @param bytes its size
 * @param modifiedMs when it was last written, milliseconds since the epoch by the clock of the store; 0 when that is unknown
 * @param version changes when the object is replaced (an entity tag); empty when the store has none
 */
public record ObjectInfo(String name, long bytes, long modifiedMs, String version) {}
