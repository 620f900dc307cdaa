package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.SeqV;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evidence about a key that log entries may have written. Entries are numbered from the first one of the log. */
final class TouchedKey {
    /** Entry number for the time before the log. */
    static final int BEFORE_LOG = -1;

    private static final int NO_POSITION = -1;

    private final Bytes key;
    private boolean stored;
    private long storedSeq;
    private @Nullable Long storedTimeMs;
    private @Nullable Long storedExpiresMs;
    private int storedLength;
    private int storedHash;
    private final Set<Integer> absentAfter = new HashSet<>(2);
    private int lastTouch = BEFORE_LOG;
    private int firstTouch = BEFORE_LOG;
    private int lastRenewal = BEFORE_LOG;
    private int passes;
    private boolean complete;

    private int touchSeen = BEFORE_LOG;
    private int firstSeen = BEFORE_LOG;
    private Certainty certainty = Certainty.UNKNOWN;
    private int touch;
    private boolean mayExpire;
    private boolean fromSnapshot;
    private int writer;
    private int position;
    private @Nullable Long expiresMs;
    private int renewSeen = BEFORE_LOG;
    private boolean depends;
    private long openBranches;
    private int openPosition;

    private int supporter;
    private int supporters;
    private long supportingBranches;
    private int supportPosition;

    /** Creates a key that the snapshot lacks. */
    TouchedKey(Bytes key) {
        this.key = key;
    }

    /** Sets the snapshot's value. */
    void store(SeqV value) {
        stored = true;
        storedSeq = value.seq();
        if (value.meta() == null) {
            storedTimeMs = null;
        } else {
            storedTimeMs = value.meta().proposedAtMs();
        }
        if (value.meta() == null) {
            storedExpiresMs = null;
        } else {
            storedExpiresMs = value.meta().expireAtMs();
        }
        storedLength = value.data().length();
        storedHash = value.data().hashCode();
    }

    /** Returns the expiry of the snapshot's value, or null. */
    @Nullable
    Long storedExpiresMs() {
        return storedExpiresMs;
    }

    /** Returns the first entry that may have written the key. */
    int firstTouch() {
        return firstTouch;
    }

    Bytes key() {
        return key;
    }

    /** Whether the snapshot has the key. */
    boolean stored() {
        return stored;
    }

    long storedSeq() {
        return storedSeq;
    }

    @Nullable
    Long storedTimeMs() {
        return storedTimeMs;
    }

    /** Whether an entry of this time can have written the snapshot's value; null bytes match any. */
    boolean storedAs(@Nullable Long timeMs, @Nullable Bytes data) {
        // Servers before 260217 do not record proposal times.
        boolean sameTime = storedTimeMs == null || storedTimeMs.equals(timeMs);
        return stored && sameTime && (data == null || data.length() == storedLength && data.hashCode() == storedHash);
    }

    /** Returns the last entry that may have written the key. */
    int lastTouch() {
        return lastTouch;
    }

    /** Starts a pass. */
    void begin() {
        touchSeen = BEFORE_LOG;
        firstSeen = BEFORE_LOG;
        touch = BEFORE_LOG;
        certainty = Certainty.UNKNOWN;
        mayExpire = false;
        renewSeen = BEFORE_LOG;
        depends = false;
        fromSnapshot = false;
        writer = BEFORE_LOG;
        position = NO_POSITION;
        expiresMs = null;
        openBranches = 0;
        openPosition = NO_POSITION;
        supporter = BEFORE_LOG;
        supporters = 0;
        supportingBranches = 0;
        supportPosition = NO_POSITION;
        settle();
    }

    /** Ends a pass over the log; returns whether it touched the key differently than the previous one. */
    boolean end() {
        boolean changed = lastTouch != touchSeen || firstTouch != firstSeen || lastRenewal != renewSeen || passes == 1;
        lastTouch = touchSeen;
        firstTouch = firstSeen;
        lastRenewal = renewSeen;
        complete = passes++ > 0;
        return changed;
    }

    /** Records that an entry may have written the key; one of the methods below sets the state after it. */
    private void touched(int entry) {
        touch = entry;
        touchOnly(entry);
        fromSnapshot = false;
        writer = BEFORE_LOG;
        position = NO_POSITION;
        openBranches = 0;
        openPosition = NO_POSITION;
        depends = false;
    }

    /** Records a touch without changing the state. */
    void touchOnly(int entry) {
        if (firstSeen == BEFORE_LOG) {
            firstSeen = entry;
        }
        touchSeen = Math.max(touchSeen, entry);
    }

    /** Sets the state after the entry to unknown. */
    void unknown(int entry, boolean expiring) {
        mayExpire |= expiring || expiresMs != null;
        expiresMs = null;
        touched(entry);
        certainty = Certainty.UNKNOWN;
    }

    /** Records that the last entry touched the key and its effect depends on an unknown value. */
    void dependsOnUnknown() {
        depends = true;
    }

    /** Whether the effect of the last entry depends on an unknown value. */
    boolean depends() {
        return depends;
    }

    /** Records that an entry may have changed the bytes or deleted the key. */
    void renew(int entry) {
        renewSeen = Math.max(renewSeen, entry);
    }

    /**
     * Whether the key had the snapshot's bytes before an entry already, so that no later entry can have changed or
     * deleted it.
     */
    boolean keepsBytesFrom(int entry) {
        return stored && entry > lastRenewal && complete;
    }

    /**
     * Records a possible write by an undecided branch; {@code place} is its number within the branch, -1 when
     * unknown.
     */
    void openWrite(int branch, int place) {
        if (openBranches == 0) {
            openPosition = place;
        } else {
            openPosition = NO_POSITION;
        }
        openBranches |= bit(branch);
    }

    private static long bit(int branch) {
        if (branch < Long.SIZE - 1) {
            return 1L << branch;
        }
        return 0;
    }

    /** Returns the branches that may have written the key, as bits. */
    long openBranches() {
        return openBranches;
    }

    /** Returns the number of that write within its branch; -1 when unknown. */
    int openPosition() {
        return openPosition;
    }

    /** Sets the key to absent after the entry. */
    void absent(int entry) {
        touched(entry);
        gone();
    }

    /** Sets the key to absent by expiry or by evidence of a condition; no entry touched it. */
    void gone() {
        certainty = Certainty.ABSENT;
        fromSnapshot = false;
        mayExpire = false;
        expiresMs = null;
    }

    /** Sets a value written by the entry; {@code place} is the number of the write, -1 when unknown. */
    void written(int entry, boolean numberKnown, int place, @Nullable Long expiry) {
        touched(entry);
        if (numberKnown) {
            certainty = Certainty.KNOWN;
        } else {
            certainty = Certainty.NUMBER_OPEN;
        }
        mayExpire = false;
        writer = entry;
        position = place;
        expiresMs = expiry;
    }

    /** Applies the snapshot's evidence after the last touch, and that of later true conditions. */
    void settle() {
        if (touch == lastTouch && stored && !certainty.settled()) {
            certainty = Certainty.KNOWN;
            fromSnapshot = true;
            expiresMs = null;
        } else if (certainty == Certainty.UNKNOWN
                && (touch == lastTouch && !stored && !mayExpire || absentAfter.contains(touch))) {
            certainty = Certainty.ABSENT_OR_EXPIRED;
        }
    }

    /** Records that a condition proved the key absent; returns whether that is new since the last touch. */
    boolean foundAbsent() {
        boolean changed = certainty == Certainty.UNKNOWN && !mayExpire && absentAfter.add(touch);
        gone();
        return changed;
    }

    Certainty certainty() {
        return certainty;
    }

    /** Returns the last entry so far that may have written the key. */
    int touch() {
        return touch;
    }

    /** Whether the value is the snapshot's. */
    boolean fromSnapshot() {
        return fromSnapshot;
    }

    /** Returns the entry that wrote the value, or {@link #BEFORE_LOG}. */
    int writer() {
        return writer;
    }

    /** Returns the number of the write within its entry, from 1; -1 when unknown. */
    int position() {
        return position;
    }

    /** Returns the expiry of the value, or null. */
    @Nullable
    Long expiresMs() {
        return expiresMs;
    }

    /** Records that a branch of an entry writes the snapshot's value. */
    void support(int entry, int branch, int place) {
        boolean again = supporter == entry;
        if (!again) {
            supporters++;
        }
        if (again) {
            supportPosition = NO_POSITION;
        } else {
            supportPosition = place;
        }
        supporter = entry;
        supportingBranches |= bit(branch);
    }

    /**
     * Returns the only entry that writes the snapshot's value; {@link #BEFORE_LOG} when there is none or more than
     * one.
     */
    int onlySupporter() {
        if (supporters == 1) {
            return supporter;
        }
        return BEFORE_LOG;
    }

    /** Returns the branches of that entry that write it, as bits. */
    long supportingBranches() {
        return supportingBranches;
    }

    /** Returns the number of that write within its entry; -1 when unknown. */
    int supportPosition() {
        return supportPosition;
    }
}
