package io.metash.upgrade;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.RecordSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Counts what a lift left out, by name. Complete once all records were read. Several threads may count at once. */
public final class LiftReport {
    private final DataVersion from;
    private final Map<String, Long> lost = new ConcurrentSkipListMap<>();
    private final Map<String, Long> superseded = new ConcurrentSkipListMap<>();
    private final Map<String, Long> added = new ConcurrentSkipListMap<>();
    private final List<String> notes = new ArrayList<>();

    LiftReport(DataVersion from) {
        this.from = from;
    }

    /** Counts records with content that V004 has no place for. */
    void lost(String family, long count) {
        lost.merge(family, count, Long::sum);
    }

    /** Counts records that V004 does without: nothing of the store's content is in them. */
    void superseded(String family, long count) {
        superseded.merge(family, count, Long::sum);
    }

    /** Counts records that were added, as V004 needs them. */
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

    /** Content that V004 has no place for: how many records, by family. Empty when nothing is lost. */
    public Map<String, Long> lost() {
        return lost;
    }

    /** Records that V004 does without, such as Initialized: how many, by family. */
    public Map<String, Long> superseded() {
        return superseded;
    }

    /** What else a user should know, a sentence each. */
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

    /** What was lifted and what was left out, in one line, then what else a user should know. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(LiftSummary.line(from, this));
        lines.addAll(notes());
        return lines;
    }

    /**
     * Refuses a store of which content was left out.
     *
     * @param source its records, read to their end
     * @param name what messages call the store
     * @throws Failure with status 8 when something was left out
     */
    public static void refuseLoss(RecordSource source, String name) {
        Map<String, Long> lost = source.leftOut();
        if (!lost.isEmpty()) {
            throw Failure.of(ExitStatus.VERSION, "the store holds records that V004 has no place for")
                    .at(name)
                    .because(LiftSummary.counts(lost))
                    .next("to drop them, run the command without --strict");
        }
    }
}
