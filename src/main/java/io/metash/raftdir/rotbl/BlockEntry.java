package io.metash.raftdir.rotbl;

/**
 * What the index of a table says of a block.
 *
 * @param blockNum its number, from 0
 * @param offset where it starts in the file, bytes
 * @param size how long it is, headers and checksums included, bytes
 * @param firstKey its first key
 * @param lastKey its last key
 */
public record BlockEntry(long blockNum, long offset, long size, byte[] firstKey, byte[] lastKey) {}
