package io.metash.raftdir.legacy;

import io.metash.record.Failure;
import io.metash.upgrade.LegacyLines;
import java.io.IOException;
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
    private final TreeMap<Long, String> fileOfLine = new TreeMap<>();
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
            fileOfLine.put(lines + 1, runs.get(run).file().orElse(""));
            line = runs.get(run).next();
        }
        lines++;
        bytes += line.length + 1;
        return line;
    }

    /** Adds the text file and line to a failure, if the line comes from a text file. */
    public Failure inFile(Failure failure) {
        Matcher at = Pattern.compile(Pattern.quote(name) + ":(\\d{1,18}).*")
                .matcher(failure.where() == null ? "" : failure.where());
        if (!at.matches()) {
            return failure;
        }
        long line = Long.parseLong(at.group(1));
        var start = fileOfLine.floorEntry(line);
        boolean known = start != null && !start.getValue().isEmpty();
        if (known) {
            return failure.at(start.getValue() + ":" + (line - start.getKey() + 1));
        }
        return failure;
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
