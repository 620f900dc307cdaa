/**
 * Signals for monitoring.
 *
 * <p>A command that is given {@code --metrics FILE} keeps {@link io.metash.monitoring.RunMetrics what it found} in that file as
 * Prometheus text, for the textfile collector of node_exporter. The {@link io.metash.monitoring.MetricsFile file} is replaced in
 * one step. It is also the memory between runs: what another command or cluster wrote stays, counters go on, and the time of the
 * last success outlives a failure.
 */
@NullMarked
package io.metash.monitoring;

import org.jspecify.annotations.NullMarked;
