package io.metash.upgrade;

import java.util.List;
import java.util.Map;

/** Summarizes a conversion in one line. */
public final class LiftSummary {
    private LiftSummary() {}

    /** Returns the line; {@code report} is complete at the end of the records. */
    public static String line(DataVersion from, LiftReport report) {
        StringBuilder line = new StringBuilder("upgraded from data version " + from.label() + " to V004");
        if (!report.superseded().isEmpty()) {
            line.append("; dropped, as V004 does not need them: ").append(counts(report.superseded()));
        }
        line.append(report.lost().isEmpty() ? "; nothing lost" : "; LOST: " + counts(report.lost()));
        return line.toString();
    }

    /** Formats counts by kind, one text each. */
    public static List<String> list(Map<String, Long> families) {
        return families.entrySet().stream()
                .map(family -> family.getValue() + " " + family.getKey())
                .toList();
    }

    /** Formats counts by kind in one line. */
    public static String counts(Map<String, Long> families) {
        return String.join(", ", list(families));
    }
}
