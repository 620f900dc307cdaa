package io.metash.storage;

/**
 * The metadata of an object or file.
 *
 * @param name its name in the store
 * @param bytes its size
 * @param modifiedMs the last modification, milliseconds since the epoch by the clock of the store; 0 when unknown
 * @param version changes when the object is replaced (an entity tag); empty when the store has none
 */
public record ObjectInfo(String name, long bytes, long modifiedMs, String version) {}
