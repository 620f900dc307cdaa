package io.metash.raftdir;

import io.metash.record.LogId;
import io.metash.record.U64;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a snapshot (raft-dir-v004 §1.3). Ordered as a server orders snapshots to find the newest: by applied
 * log id, none lowest, then {@code uniq}, then the number of keys.
 *
 * @param applied the last log id that the snapshot includes, or null when nothing was applied
 * @param uniq the creation time, milliseconds since the epoch, u64
 * @param keyNum the number of keys, u64, or null; current servers omit it
 */
public record SnapshotId(@Nullable LogId applied, long uniq, @Nullable Long keyNum) implements Comparable<SnapshotId> {
    /** The file name extension of snapshots. */
    public static final String SUFFIX = ".snap";

    private static final Pattern FORM = Pattern.compile("(?:(\\d+)-(\\d+)-(\\d+)|--)-(\\d+)(?:-k(\\d+))?");
    private static final Comparator<Long> NONE_FIRST = Comparator.nullsFirst(U64::compare);
    private static final Comparator<LogId> APPLIED = Comparator.nullsFirst(Comparator.naturalOrder());

    /** Parses an id without the extension; empty for any other text. */
    public static Optional<SnapshotId> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            LogId applied = null;
            if (matcher.group(1) != null) {
                applied = LogId.of(u64(matcher.group(1)), u64(matcher.group(2)), u64(matcher.group(3)));
            }
            Long keyNum = null;
            if (matcher.group(5) != null) {
                keyNum = (Long) u64(matcher.group(5));
            }
            return Optional.of(new SnapshotId(applied, u64(matcher.group(4)), keyNum));
        } catch (NumberFormatException above64Bits) {
            return Optional.empty();
        }
    }

    /** Parses a file name; empty when it is not that of a snapshot. */
    public static Optional<SnapshotId> ofFileName(String name) {
        if (name.endsWith(SUFFIX)) {
            return parse(name.substring(0, name.length() - SUFFIX.length()));
        }
        return Optional.empty();
    }

    /** The file name: the id and {@link #SUFFIX}. */
    public String fileName() {
        return this + SUFFIX;
    }

    @Override
    public int compareTo(SnapshotId other) {
        int byApplied = APPLIED.compare(applied, other.applied);
        if (byApplied != 0) {
            return byApplied;
        }
        int byUniq = U64.compare(uniq, other.uniq);
        if (byUniq != 0) {
            return byUniq;
        }
        return NONE_FIRST.compare(keyNum, other.keyNum);
    }

    @Override
    public String toString() {
        String log = "--";
        if (applied != null) {
            log = U64.text(applied.leaderId().term()) + "-"
                    + U64.text(applied.leaderId().nodeId()) + "-"
                    + U64.text(applied.index());
        }
        return log + "-" + U64.text(uniq) + (keyNum == null ? "" : "-k" + U64.text(keyNum));
    }

    private static long u64(String digits) {
        return U64.parse(digits);
    }
}
