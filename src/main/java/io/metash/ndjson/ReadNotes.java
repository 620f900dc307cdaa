package io.metash.ndjson;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Collects a reader's findings that are not errors. */
public final class ReadNotes {
    private static final int MAX_NAMES = 100;

    private final TreeMap<String, Long> unknown = new TreeMap<>();
    private final TreeMap<String, Long> dropped = new TreeMap<>();
    private long blankLines;
    private long carriageReturns;
    private boolean byteOrderMark;

    void unknownField(String name) {
        count(unknown, name, 1);
    }

    void dropped(String what) {
        count(dropped, what, 1);
    }

    private static void count(TreeMap<String, Long> counts, String name, long more) {
        if (counts.size() < MAX_NAMES || counts.containsKey(name)) {
            counts.merge(name, more, Long::sum);
        }
    }

    /** Adds the unknown and dropped fields found by another reader. */
    public void addFields(ReadNotes other) {
        other.unknown.forEach((name, count) -> count(unknown, name, count));
        other.dropped.forEach((name, count) -> count(dropped, name, count));
    }

    /** Adds the findings of another reader. */
    public void add(ReadNotes other) {
        addFields(other);
        blankLines += other.blankLines;
        carriageReturns += other.carriageReturns;
        byteOrderMark |= other.byteOrderMark;
    }

    void blankLine() {
        blankLines++;
    }

    void carriageReturn() {
        carriageReturns++;
    }

    void byteOrderMark() {
        byteOrderMark = true;
    }

    /** One sentence for each finding, for a summary. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        unknown.forEach((name, count) ->
                lines.add("unknown field '" + name + "', " + count + " times: kept where the format can store it"));
        dropped.forEach((what, count) -> lines.add(what + " dropped " + count + " times"));
        if (byteOrderMark) {
            lines.add("a byte order mark was skipped");
        }
        if (carriageReturns > 0) {
            lines.add(carriageReturns + " lines end in CR LF");
        }
        if (blankLines > 0) {
            lines.add(blankLines + " blank lines were skipped");
        }
        return lines;
    }
}
