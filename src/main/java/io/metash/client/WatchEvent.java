package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.SeqV;
import org.jspecify.annotations.Nullable;

/**
 * An event of a watch.
 *
 * @param initial whether it is part of the initial state
 * @param key the key; null for the marker that ends the initial state
 * @param before the previous value, or null
 * @param after the new value, or null
 */
public record WatchEvent(boolean initial, @Nullable Bytes key, @Nullable SeqV before, @Nullable SeqV after) {}
