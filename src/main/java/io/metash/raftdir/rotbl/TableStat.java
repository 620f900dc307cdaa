package io.metash.raftdir.rotbl;

/**
 * The statistics in a table.
 *
 * @param blockNum the number of blocks
 * @param keyNum the number of rows
 * @param dataSize the bytes of all blocks
 * @param indexSize the bytes of the index
 */
public record TableStat(long blockNum, long keyNum, long dataSize, long indexSize) {}
