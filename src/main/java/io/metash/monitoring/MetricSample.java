package io.metash.monitoring;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of a metric.
 *
 * @param metric the metric
 * @param labels the labels: {@code command}, {@code cluster}, for failures also {@code reason}
 * @param value the value
 */
record MetricSample(Metric metric, Map<String, String> labels, double value) {
    private static final Pattern LINE = Pattern.compile("([a-z_]+)\\{(.*)} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    /** Parses a line of a metrics file; empty for comments and lines that metash did not write. */
    static Optional<MetricSample> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Metric> metric = Metric.ofTextName(matcher.group(1));
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(matcher.group(2));
        while (label.find()) {
            labels.put(label.group(1), unescaped(label.group(2)));
        }
        try {
            double value = Double.parseDouble(matcher.group(3));
            return metric.map(known -> new MetricSample(known, Map.copyOf(labels), value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    }

    /** Whether both samples belong to one series. */
    boolean sameSeries(MetricSample other) {
        return metric == other.metric && labels.equals(other.labels);
    }

    /** Whether the sample belongs to a command and cluster. */
    boolean isOf(String command, String cluster) {
        return command.equals(labels.get("command")) && cluster.equals(labels.get("cluster"));
    }
}
