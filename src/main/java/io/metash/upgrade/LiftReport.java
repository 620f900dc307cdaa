package io.metash.upgrade;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.RecordSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Counts dropped and added records of a conversion by kind. Complete once all records were read. Thread-safe. */
public final class LiftReport {
    private final DataVersion from;
    private final Map<String, Long> lost = new ConcurrentSkipListMap<>();
    private final Map<String, Long> superseded = new ConcurrentSkipListMap<>();
    private final Map<String, Long> added = new ConcurrentSkipListMap<>();
    private final List<String> notes = new ArrayList<>();

    LiftReport(DataVersion from) {
        this.from = from;
    }

    /** Counts records with content that V004 cannot store. */
    void lost(String family, long count) {
        lost.merge(family, count, Long::sum);
    }

    /** Counts records that V004 replaces, without a loss of content. */
    void superseded(String family, long count) {
        superseded.merge(family, count, Long::sum);
    }

    /** Counts records added for V004. */
    void added(String family, long count) {
        added.merge(family, count, Long::sum);
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    /** The data version of the store. */
    public DataVersion from() {
        return from;
    }

    /** Number of records with content that V004 cannot store, by kind; empty when nothing is lost. */
    public Map<String, Long> lost() {
        return lost;
    }

    /** Number of records that V004 replaces, such as Initialized, by kind. */
    public Map<String, Long> superseded() {
        return superseded;
    }

    /** Further notes for the user, one sentence each. */
    public List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (!added.isEmpty()) {
            all.add("added, as releases of that time did not write them: " + LiftSummary.counts(added));
        }
        if (from.compareTo(DataVersion.V001) < 0) {
            all.add("the values of keys are copied unchanged; current query nodes may not read those written before"
                    + " 2023-01");
        }
        return all;
    }

    /** Returns a summary line, then further notes. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(LiftSummary.line(from, this));
        lines.addAll(notes());
        return lines;
    }

    /**
     * Rejects a store whose content V004 cannot store completely.
     *
     * @param source its records, read to the end
     * @param name the store's name in messages
     * @throws Failure with status 8 when content was dropped
     */
    public static void refuseLoss(RecordSource source, String name) {
        Map<String, Long> lost = source.leftOut();
        if (!lost.isEmpty()) {
            throw Failure.of(ExitStatus.VERSION, "the store has records that V004 cannot hold")
                    .at(name)
                    .because(LiftSummary.counts(lost))
                    .next("to drop them, run the command without --strict");
        }
    }
}
