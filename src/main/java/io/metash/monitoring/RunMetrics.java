package io.metash.monitoring;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Metrics of one run of a command, per cluster. */
public final class RunMetrics {
    private static final int PROVED = 3;

    private final String command;
    private final Map<String, Map<Metric, Double>> clusters = new TreeMap<>();

    /** Creates the metrics of a command. */
    public RunMetrics(String command) {
        this.command = command;
    }

    /** Sets a value for a cluster; an empty name means that the cluster is unknown. */
    public RunMetrics put(String cluster, Metric metric, double value) {
        clusters.computeIfAbsent(cluster, unknown -> new EnumMap<>(Metric.class))
                .put(metric, value);
        return this;
    }

    /**
     * Sets the values of a backup; for each cluster the newest backup counts.
     *
     * @param madeAtMs the time of the backup in milliseconds since the epoch
     * @param grade 3 proved, 2 consistent, 1 incomplete, 0 damaged
     */
    public void putBackup(String cluster, long madeAtMs, long bytes, long records, int grade, long nowMs) {
        double made = madeAtMs / 1000.0;
        boolean proved = grade == PROVED;
        double newest = clusters.getOrDefault(cluster, Map.of()).getOrDefault(Metric.NEWEST, 0.0);
        if (newest > made) {
            return;
        }
        put(cluster, Metric.SIZE, bytes).put(cluster, Metric.RECORDS, records).put(cluster, Metric.GRADE, grade);
        if (proved) {
            put(cluster, Metric.NEWEST, made).put(cluster, Metric.AGE, (nowMs - madeAtMs) / 1000.0);
        }
    }

    /** Returns the clusters with values. */
    List<String> clusters() {
        if (clusters.isEmpty()) {
            return List.of("");
        }
        return List.copyOf(clusters.keySet());
    }

    /** Sets the outcome of the run. */
    void end(int status, double seconds, long nowMs) {
        for (String cluster : clusters()) {
            put(cluster, Metric.LAST_RUN, nowMs / 1000.0);
            put(cluster, Metric.EXIT_STATUS, status);
            put(cluster, Metric.DURATION, seconds);
            if (status == 0) {
                put(cluster, Metric.LAST_SUCCESS, nowMs / 1000.0);
            }
        }
    }

    /** Returns the samples after this run. */
    List<MetricSample> merge(List<MetricSample> before, int status, String reason) {
        List<MetricSample> after = new ArrayList<>();
        for (String cluster : clusters()) {
            Map<Metric, Double> values = clusters.getOrDefault(cluster, Map.of());
            values.forEach((metric, value) -> after.add(new MetricSample(metric, labels(cluster), value)));
            if (status != 0) {
                after.add(failure(before, cluster, reason));
            }
        }
        for (MetricSample old : before) {
            boolean ofThisRun = clusters().stream().anyMatch(cluster -> old.isOf(command, cluster));
            boolean stays = !ofThisRun || old.metric().kept();
            if (stays && after.stream().noneMatch(old::sameSeries)) {
                after.add(old);
            }
        }
        return after;
    }

    private MetricSample failure(List<MetricSample> before, String cluster, String reason) {
        Map<String, String> labels = new HashMap<>(labels(cluster));
        labels.put("reason", reason);
        MetricSample first = new MetricSample(Metric.FAILURES, Map.copyOf(labels), 1);
        double count = before.stream()
                .filter(first::sameSeries)
                .mapToDouble(MetricSample::value)
                .sum();
        return new MetricSample(Metric.FAILURES, first.labels(), count + 1);
    }

    private Map<String, String> labels(String cluster) {
        return Map.of("command", command, "cluster", cluster);
    }
}
