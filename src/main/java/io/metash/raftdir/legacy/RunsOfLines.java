package io.metash.raftdir.legacy;

import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.upgrade.LegacyLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The concatenation of several runs of lines. */
public final class RunsOfLines implements LegacyLines {
    private final String name;
    private final List<LineRun> runs;
    private final boolean withoutRaft;
    private final TreeMap<Long, LineRun> runOfLine = new TreeMap<>();
    private int run = -1;
    private long lines;
    private long bytes;

    RunsOfLines(String name, List<LineRun> runs, boolean withoutRaft) {
        this.name = name;
        this.runs = runs;
        this.withoutRaft = withoutRaft;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        byte[] line = null;
        if (run >= 0) {
            line = runs.get(run).next();
        }
        while (line == null) {
            if (run + 1 >= runs.size()) {
                return null;
            }
            run++;
            runOfLine.put(lines + 1, runs.get(run));
            line = runs.get(run).next();
        }
        lines++;
        bytes += line.length + 1;
        return line;
    }

    /**
     * Names the place of an invalid line in the store: its line in a text file, or its record in a tree. Advice for
     * exports is replaced, as a store cannot be corrected by hand.
     */
    public Failure inStore(Failure failure) {
        Matcher at = Pattern.compile(Pattern.quote(name) + ":(\\d{1,18}).*")
                .matcher(failure.where() == null ? "" : failure.where());
        if (!at.matches()) {
            return failure;
        }
        long line = Long.parseLong(at.group(1));
        var start = runOfLine.floorEntry(line);
        if (start == null) {
            return failure;
        }
        String place = start.getValue().place(name, line - start.getKey() + 1);
        return failure.at(place)
                .next("restore a backup; to see the records: metash export --as-is --raft-dir "
                        + ShellWord.of(Path.of(name)));
    }

    /** Whether the version is unreliable, because a program that found no header wrote its own. */
    @Override
    public boolean anyForm() {
        return true;
    }

    @Override
    public boolean withoutRaft() {
        return withoutRaft;
    }

    @Override
    public long bytesRead() {
        return bytes;
    }

    @Override
    public long bytesTotal() {
        return -1;
    }

    @Override
    public void close() throws IOException {
        for (LineRun each : runs) {
            each.close();
        }
    }
}
