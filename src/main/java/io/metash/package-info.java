/**
 * The main package: {@link io.metash.Main} is started by the launcher, {@link io.metash.Warmup} runs once to create a
 * CDS archive.
 *
 * <p>Packages depend on lower ones only: {@code record} and {@code ndjson} are the stream engine, {@code files},
 * {@code sort} and {@code raftdir} handle data on disk, {@code wire}, {@code client} and {@code server} the network,
 * {@code state} and {@code session} the view of a store, {@code catalog} Databend's data in it, {@code backup} and
 * {@code rebuild} backup and disaster recovery, {@code config}, {@code command} and {@code shell} the user's input.
 */
@NullMarked
package io.metash;

import org.jspecify.annotations.NullMarked;
