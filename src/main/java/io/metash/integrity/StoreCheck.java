package io.metash.integrity;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks that a stream must pass before a store is built from it or opened on it (decisions 8). */
public enum StoreCheck {
    /** A record that must be unique is repeated. */
    DUPLICATE(false),
    /** The log has a gap, or its terms decrease. */
    LOG_GAP(false),
    /** Lines of a V004 export are out of order. */
    LINE_ORDER(true),
    /** The NodeId line is missing, which every V004 export has. */
    MISSING_NODE_ID(true),
    /** The Vote line is missing, which every V004 export has. */
    MISSING_VOTE(true),
    /** The Committed line is missing, which every V004 export has. */
    MISSING_COMMITTED(true),
    /** The Purged line is missing, which every V004 export has. */
    MISSING_PURGED(true),
    /** A state machine has no Sequences line. */
    MISSING_SEQUENCES(true),
    /** A state machine with content has no LastApplied line. */
    MISSING_LAST_APPLIED(true),
    /** A state machine has no LastMembership line. */
    MISSING_LAST_MEMBERSHIP(true),
    /** Both log and state machine are missing. */
    EMPTY(true),
    /** Committed is above both the last log id and LastApplied: a node would not start. */
    COMMITTED_AHEAD(true),
    /** Purged is above LastApplied: unapplied entries are missing. */
    PURGED_AHEAD(true),
    /** The first log entry is above LastApplied + 1, so entries between them are missing. */
    LOG_STARTS_LATE(true),
    /** The log does not start right after Purged. */
    LOG_AFTER_PURGED(true),
    /** Two log ids, or a log id and the log, contradict each other. */
    LOG_ID_MISMATCH(true),
    /** The vote is lower than that of an accepted entry. */
    VOTE_BEHIND(true),
    /** A membership has no voters, or voters outside its nodes. */
    NO_VOTERS(true),
    /** LastMembership differs from the membership that the log sets at its log id. */
    MEMBERSHIP_MISMATCH(true),
    /** A member has no Nodes line and therefore no address. */
    MEMBER_WITHOUT_NODE(true),
    /** Sequences is missing or lower than the sequence number of a key: numbers would be assigned twice. */
    SEQUENCES_BEHIND(true),
    /** Two keys share a sequence number, or a key has the unused number 0. */
    SEQUENCE_TWICE(true),
    /** An expiry time crashes a node that applies it. */
    EXPIRES_TOO_LATE(true),
    /** Expire records and expiring keys do not match. */
    EXPIRE_PAIRS(true),
    /** A name lacks its object, or an object lacks the reference to its name. */
    CATALOG(true),
    /** The state machine differs from a replay of the log. */
    STATE_MISMATCH(true);

    /** Former name of all checks for a missing line, still found in plans of that time. */
    private static final String ANY_MISSING_LINE = "missing-line";

    private final boolean acceptable;

    StoreCheck(boolean acceptable) {
        this.acceptable = acceptable;
    }

    /** Whether {@code --accept} lets it pass; other failures leave nothing usable. */
    public boolean acceptable() {
        return acceptable;
    }

    /** Returns the name for {@code --accept}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a list of names contains this check. */
    public boolean isIn(Collection<String> labels) {
        return labels.contains(label())
                || labels.contains(ANY_MISSING_LINE) && missingLines().contains(this);
    }

    /** Returns the checks for missing lines. */
    public static Set<StoreCheck> missingLines() {
        return EnumSet.range(MISSING_NODE_ID, MISSING_LAST_MEMBERSHIP);
    }

    /** Returns the acceptable check of this name. */
    public static Optional<StoreCheck> named(String label) {
        return Arrays.stream(values())
                .filter(check -> check.acceptable && check.label().equals(label))
                .findFirst();
    }
}
