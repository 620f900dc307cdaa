/**
 * Metrics for monitoring.
 *
 * <p>A command with {@code --metrics FILE} writes {@link io.metash.monitoring.RunMetrics the metrics of its run} to
 * that file as Prometheus text, for the textfile collector of node_exporter. The
 * {@link io.metash.monitoring.MetricsFile file} is replaced atomically and keeps state between runs: series of other
 * commands and clusters stay, counters continue, and a failure keeps the time of the last success.
 */
@NullMarked
package io.metash.monitoring;

import org.jspecify.annotations.NullMarked;
