package io.metash.raftdir.legacy;

import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.nio.file.Path;

/**
 * The parameters of an upgrade of old records.
 *
 * @param scratch the directory for scratch files, which hold a copy of the store's lines
 * @param progress receives the number of lines read
 * @param cancel the cancellation token
 */
public record LiftOptions(Path scratch, Progress progress, Cancel cancel) {}
