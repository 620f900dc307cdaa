package io.metash.monitoring;

import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.SmallFile;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A Prometheus text file that commands update. All users may read it, since node_exporter runs as its own user. */
public final class MetricsFile {
    private final Path file;
    private final Disk disk;

    /** Creates access to a file, which need not exist. */
    public MetricsFile(Path file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    /**
     * Merges the metrics of a run and replaces the file.
     *
     * @param status the exit status of the run
     * @param reason the cause of a failure, one word; null after success
     * @param seconds the duration
     * @param nowMs the end of the run in milliseconds since the epoch
     */
    public void add(RunMetrics run, int status, String reason, double seconds, long nowMs) throws IOException {
        run.end(status, seconds, nowMs);
        byte[] text = text(run.merge(read(), status, reason));
        try (AtomicFile replacement = AtomicFile.begin(file, disk)) {
            replacement.readableByAll();
            replacement.stream().write(text);
            replacement.commit();
        }
    }

    private List<MetricSample> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> lines = SmallFile.text(file).lines().toList();
        List<MetricSample> samples = lines.stream()
                .map(MetricSample::parse)
                .flatMap(Optional::stream)
                .toList();
        if (samples.isEmpty() && lines.stream().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
            throw Failure.of(ExitStatus.REFUSED, "the file is not a metrics file of metash")
                    .at(file.toString())
                    .next("name another file");
        }
        return samples;
    }

    private static byte[] text(List<MetricSample> samples) throws IOException {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            List<MetricSample> own =
                    samples.stream().filter(sample -> sample.metric() == metric).toList();
            if (!own.isEmpty()) {
                snapshots.add(metric.isCounter() ? counter(metric, own) : gauge(metric, own));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(out, new MetricSnapshots(snapshots), EscapingScheme.UNDERSCORE_ESCAPING);
        return out.toByteArray();
    }

    private static MetricSnapshot gauge(Metric metric, List<MetricSample> samples) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(metric.key()).help(metric.help());
        for (MetricSample sample : samples) {
            gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labels(sample))
                    .value(sample.value())
                    .build());
        }
        return gauge.build();
    }

    private static MetricSnapshot counter(Metric metric, List<MetricSample> samples) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name(metric.key()).help(metric.help());
        for (MetricSample sample : samples) {
            counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(labels(sample))
                    .value(sample.value())
                    .build());
        }
        return counter.build();
    }

    private static Labels labels(MetricSample sample) {
        Labels.Builder labels = Labels.builder();
        new TreeMap<>(sample.labels()).forEach(labels::label);
        return labels.build();
    }
}
