package io.metash.raftdir.rotbl;

/**
 * What a table says of itself.
 *
 * @param blockNum how many blocks it has
 * @param keyNum how many rows
 * @param dataSize the bytes of all blocks
 * @param indexSize the bytes of the index
 */
public record TableStat(long blockNum, long keyNum, long dataSize, long indexSize) {}
