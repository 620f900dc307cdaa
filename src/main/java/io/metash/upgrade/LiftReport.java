package io.metash.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Counts what a lift left out, by name. Complete once all records were read. Several threads may count at once. */
public final class LiftReport {
    private final Map<String, Long> lost = new ConcurrentSkipListMap<>();
    private final Map<String, Long> superseded = new ConcurrentSkipListMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Counts records with content that V004 has no place for. */
    void lost(String family, long count) {
        lost.merge(family, count, Long::sum);
    }

    /** Counts records that V004 does without: nothing of the store's content is in them. */
    void superseded(String family, long count) {
        superseded.merge(family, count, Long::sum);
    }

    void note(String sentence) {
        notes.add(sentence);
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
        return notes;
    }
}
