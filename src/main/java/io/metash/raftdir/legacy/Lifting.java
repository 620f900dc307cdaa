package io.metash.raftdir.legacy;

import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.nio.file.Path;

/**
 * How an old store is lifted.
 *
 * @param scratch the directory for scratch files, which hold a copy of the store's lines
 * @param progress told how many lines were read
 * @param cancel asked now and then
 */
public record Lifting(Path scratch, Progress progress, Cancel cancel) {}
