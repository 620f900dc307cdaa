package io.metash.raftdir.rotbl;

/**
 * A block in the index of a table.
 *
 * @param blockNum its number, from 0
 * @param offset its start in the file, bytes
 * @param size its size including headers and checksums, bytes
 * @param firstKey its first key
 * @param lastKey its last key
 */
public record BlockEntry(long blockNum, long offset, long size, byte[] firstKey, byte[] lastKey) {}
