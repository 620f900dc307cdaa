package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.SeqV;

/**
 * What a watch tells.
 *
 * @param initial whether it is of what was there at the beginning
 * @param keyOrNull the key; null at the mark that ends the beginning
 * @param before the value before, or null
 * @param after the value now, or null
 */
public record WatchEvent(boolean initial, Bytes keyOrNull, SeqV before, SeqV after) {}
