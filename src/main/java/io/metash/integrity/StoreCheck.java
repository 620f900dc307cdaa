package io.metash.integrity;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The checks that a stream must pass before a store is built from it or opened on it (decisions 8). */
public enum StoreCheck {
    /** A record that occurs once at most occurs again. */
    DUPLICATE(false),
    /** The log has a gap, or its terms go down. */
    LOG_GAP(false),
    /** Lines of an export of V004 are not in the order in which every export is written. */
    LINE_ORDER(true),
    /** There is no NodeId line, which every export of V004 has. */
    MISSING_NODE_ID(true),
    /** There is no Vote line, which every export of V004 has. */
    MISSING_VOTE(true),
    /** There is no Committed line, which every export of V004 has. */
    MISSING_COMMITTED(true),
    /** There is no Purged line, which every export of V004 has. */
    MISSING_PURGED(true),
    /** There is a state machine without a Sequences line. */
    MISSING_SEQUENCES(true),
    /** There is a state machine that holds something, without a LastApplied line. */
    MISSING_LAST_APPLIED(true),
    /** There is a state machine without a LastMembership line. */
    MISSING_LAST_MEMBERSHIP(true),
    /** There is neither a log nor a state machine. */
    EMPTY(true),
    /** Committed is above both the last log id and LastApplied: a node would not start. */
    COMMITTED_AHEAD(true),
    /** Purged is above LastApplied: unapplied entries are missing. */
    PURGED_AHEAD(true),
    /** The first log entry is above LastApplied + 1, so entries between them are missing. */
    LOG_STARTS_LATE(true),
    /** The log does not begin right after Purged. */
    LOG_AFTER_PURGED(true),
    /** Two log ids, or a log id and the log, contradict each other. */
    LOG_ID_MISMATCH(true),
    /** The vote is below an entry that was accepted under a later one. */
    VOTE_BEHIND(true),
    /** A membership has no voters, or voters that are not among its nodes. */
    NO_VOTERS(true),
    /** LastMembership is not the one that the log sets at its log id. */
    MEMBERSHIP_MISMATCH(true),
    /** A member has no Nodes line, hence no address. */
    MEMBER_WITHOUT_NODE(true),
    /** There are keys, but Sequences is missing or below one of them: numbers would be assigned twice. */
    SEQUENCES_BEHIND(true),
    /** Two keys have one sequence number, or a key has number 0, which no write takes. */
    SEQUENCE_TWICE(true),
    /** An expiry time that stops a node when it is applied. */
    EXPIRES_TOO_LATE(true),
    /** Expire records and keys that expire do not pair. */
    EXPIRE_PAIRS(true),
    /** A name without its object, or an object without the reference to its name. */
    CATALOG(true),
    /** What replaying the log writes is not what the state machine holds. */
    STATE_MISMATCH(true);

    /** What was the name of all checks for a missing line; plans of that time have it. */
    private static final String ANY_MISSING_LINE = "missing-line";

    private final boolean acceptable;

    StoreCheck(boolean acceptable) {
        this.acceptable = acceptable;
    }

    /** Whether {@code --accept} lets it pass; else nothing sensible can be built from such a stream. */
    public boolean acceptable() {
        return acceptable;
    }

    /** The name to give to {@code --accept}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a list of names contains this check. */
    public boolean isIn(Collection<String> labels) {
        return labels.contains(label())
                || labels.contains(ANY_MISSING_LINE) && missingLines().contains(this);
    }

    /** The checks for lines that are missing. */
    public static Set<StoreCheck> missingLines() {
        return EnumSet.range(MISSING_NODE_ID, MISSING_LAST_MEMBERSHIP);
    }

    /** The acceptable check of that name. */
    public static Optional<StoreCheck> named(String label) {
        return Arrays.stream(values())
                .filter(check -> check.acceptable && check.label().equals(label))
                .findFirst();
    }
}
