/**
 * The entrance: {@link io.metash.Main} is what the launcher starts, {@link io.metash.Warmup} what it runs once to keep the classes
 * of a start in an archive.
 *
 * <p>The rooms lie below, each upon those before it: {@code record} and {@code ndjson} are the stream engine, {@code files}, {@code
 * sort} and {@code raftdir} what stands on disk, {@code wire}, {@code client} and {@code server} what goes over the net, {@code
 * state} and {@code session} what a store shows, {@code catalog} what Databend keeps in it, {@code backup} and {@code rebuild} what
 * an emergency needs, {@code config}, {@code command} and {@code shell} what a person types.
 */
package io.metash;
