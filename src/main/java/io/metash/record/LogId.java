package io.metash.record;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a log entry, ordered by term, then node id, then index (record-stream §4.1).
 *
 * @param leaderId the leader that proposed the entry
 * @param index its position in the log, u64
 * @param extra unknown fields
 */
public record LogId(LeaderId leaderId, long index, UnknownFields extra) implements Comparable<LogId> {
    private static final Pattern TEXT = Pattern.compile("T(\\d{1,20})-N(\\d{1,20})\\.(\\d{1,20})");

    /** A log id without unknown fields. */
    public LogId(LeaderId leaderId, long index) {
        this(leaderId, index, UnknownFields.NONE);
    }

    /** A log id from its three numbers. */
    public static LogId of(long term, long nodeId, long index) {
        return new LogId(new LeaderId(term, nodeId), index);
    }

    /** The higher of two log ids; null, which means none, is the lowest. */
    public static @Nullable LogId max(@Nullable LogId a, @Nullable LogId b) {
        if (a == null || b == null) {
            if (a == null) {
                return b;
            }
            return a;
        }
        if (a.compareTo(b) >= 0) {
            return a;
        }
        return b;
    }

    /** Parses {@code T1-N0.83}; null when missing or invalid, or for {@code T0-N0.0}, which means none. */
    public static @Nullable LogId parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || text.equals("T0-N0.0")) {
            return null;
        }
        try {
            return of(U64.parse(parts.group(1)), U64.parse(parts.group(2)), U64.parse(parts.group(3)));
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    /** Same as the generated method, which is linked at run time: 20 ms in each start that compares two. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogId that
                && index == that.index
                && leaderId.equals(that.leaderId)
                && extra.equals(that.extra);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * leaderId.hashCode() + Long.hashCode(index)) + extra.hashCode();
    }

    @Override
    public int compareTo(LogId other) {
        int byLeader = leaderId.compareTo(other.leaderId);
        if (byLeader != 0) {
            return byLeader;
        }
        return U64.compare(index, other.index);
    }

    /** The text form: {@code T1-N0.83}. */
    @Override
    public String toString() {
        return leaderId + "." + U64.text(index);
    }
}
